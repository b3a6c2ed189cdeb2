using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers;

/// <summary>What a trainer is called and what it takes.</summary>
/// <param name="Name">The name in specs and on the wire: lower-case letters, digits and dashes.</param>
/// <param name="Title">What people read: a few words.</param>
/// <param name="Summary">One sentence: what it learns and on what.</param>
/// <param name="Accepts">The kinds of dataset it can be started on.</param>
/// <param name="DefaultEpochs">Passes over the training part when a spec names none; at least 1.</param>
/// <param name="Hyperparameters">Everything that may be set, in the order the form shows it.</param>
public sealed record TrainerDescription(
    string Name,
    string Title,
    string Summary,
    IReadOnlyList<DatasetKind> Accepts,
    int DefaultEpochs,
    IReadOnlyList<Hyperparameter> Hyperparameters);
