using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Trainers;

/// <summary>What may be changed of a job while it runs.</summary>
public static class EditableHyperparameters
{
    private static readonly IntegerHyperparameter s_epochs = new(
        JobSpec.EpochsName, "Epochs", "Passes over the training part in all.", Default: 1, Minimum: 1, Maximum: StartRequest.MaximumEpochs)
    {
        Editable = Editable.Now,
    };

    /// <summary>The number of epochs, and what the trainer declares editable, in the order it does.</summary>
    public static IReadOnlyList<Hyperparameter> Of(TrainerDescription trainer)
        => [s_epochs, .. trainer.Hyperparameters.Where(h => h.Editable != Editable.Never && h.Name != s_epochs.Name)];
}
