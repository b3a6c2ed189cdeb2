using System.Text.Json;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>How a job is steered, for those who look at it.</summary>
/// <param name="Hyperparameters">What may be changed while it runs, with the values that its changes lead to.</param>
/// <param name="Changes">What was changed, in order of the steps.</param>
/// <param name="Pending">Commands that wait for the loop or for their step.</param>
/// <param name="Breakpoints">When it is to pause by itself.</param>
/// <param name="PauseAt">Where a step under way ends.</param>
public sealed record SteeringView(
    IReadOnlyList<EditableValue> Hyperparameters,
    IReadOnlyList<HyperparameterChange> Changes,
    IReadOnlyList<PendingCommand> Pending,
    IReadOnlyList<Breakpoint> Breakpoints,
    PausePoint? PauseAt)
{
    /// <summary>The view of a job as it stands.</summary>
    public static SteeringView Of(Job job, TrainerCatalog trainers)
    {
        var steering = job.Steering;
        return new SteeringView(EditableOf(job, trainers), steering.Changes, steering.Pending, steering.Breakpoints, steering.PauseAt);
    }

    private static IReadOnlyList<EditableValue> EditableOf(Job job, TrainerCatalog trainers)
    {
        if (trainers.Find(job.Spec.Trainer)?.Description is not { } trainer)
            return [];
        HyperparameterValues started;
        try
        {
            started = HyperparameterValues.Resolve(trainer.Hyperparameters, job.Spec.Hyperparameters);
        }
        catch (InvalidInputException)
        {
            // The trainer is another version than the job was made with.
            return [];
        }

        var live = new LiveHyperparameters(started, job.Spec.Epochs, EditableHyperparameters.Of(trainer));
        live.Take(job.Steering.Changes);
        return
        [
            .. EditableHyperparameters.Of(trainer).Select(h => new EditableValue(
                h,
                JsonSerializer.SerializeToElement(live.ValueAfterAll(h)),
                h.Name == JobSpec.EpochsName ? JsonSerializer.SerializeToElement(job.Spec.Epochs) : job.Spec.Hyperparameters.GetValueOrDefault(h.Name, JsonSerializer.SerializeToElement(started.Find(h.Name))))),
        ];
    }
}

/// <summary>A hyperparameter that may be changed while a job runs.</summary>
/// <param name="Declared">Its range and when a change counts.</param>
/// <param name="Value">The value that the changes so far lead to.</param>
/// <param name="Started">The value the job was started with.</param>
public sealed record EditableValue(Hyperparameter Declared, JsonElement Value, JsonElement Started);
