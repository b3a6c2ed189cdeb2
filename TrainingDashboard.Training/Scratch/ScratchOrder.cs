using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Scratch;

/// <summary>What a loop is to do beside any job; values only, as it may be told to another process.</summary>
/// <param name="Spec">What to set up.</param>
/// <param name="Steering">What was changed of the job while it ran.</param>
/// <param name="Threads">Threads the loop may keep busy.</param>
internal sealed record ScratchOrder(JobSpec Spec, JobSteering Steering, int Threads)
{
    /// <summary>
    /// After this step the loop ends, and what it reported is the answer. None after the checkpoint's: it ends when all is
    /// set up. Null where its model is looked at instead.
    /// </summary>
    public long? LastStep { get; init; }

    /// <summary>The sample of which the model is asked; null for the whole look.</summary>
    public SampleInput? Sample { get; init; }
}
