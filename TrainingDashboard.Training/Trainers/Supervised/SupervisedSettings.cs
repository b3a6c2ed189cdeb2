using TrainingDashboard.Training.Trainers.Optimizers;
using TrainingDashboard.Training.Trainers.Schedules;

namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>The hyperparameters that every trainer with a network, mini-batches and a validation part has.</summary>
internal static class SupervisedSettings
{
    /// <summary>A trainer's whole declaration: its own hyperparameters between the shared ones.</summary>
    /// <param name="learningRate">The default full learning rate.</param>
    /// <param name="batchSize">The default mini-batch size.</param>
    /// <param name="own">What only this trainer has.</param>
    public static IReadOnlyList<Hyperparameter> With(
        double learningRate, int batchSize, params IReadOnlyList<Hyperparameter> own) =>
    [
        new RealHyperparameter(
            "learningRate", "Learning rate", "How far a step moves the weights, before the schedule.", learningRate, 0, 100)
        { Editable = Editable.Now },
        new IntegerHyperparameter(
            "batchSize", "Batch size", "Samples that one step learns from.", batchSize, 1, 8192)
        { Editable = Editable.NextEpoch },
        new RealHyperparameter(
            "validationFraction", "Validation fraction", "Part of the samples held out to judge by.", 0.2, 0.01, 0.9),
        .. own,
        .. OptimizerSettings.Declarations,
        .. ScheduleSettings.Declarations,
        NotFinite.Declaration,
    ];
}
