using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>What the folder of a job's checkpoints says of the job, so that it can be made again without the database.</summary>
/// <param name="Number">Its number.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Spec">What it computes.</param>
/// <param name="Steering">What had been changed of it when its latest attempt began.</param>
public sealed record JobDescription(long Number, DateTimeOffset CreatedAt, JobSpec Spec, JobSteering Steering)
{
    /// <summary>That of a job as it stands.</summary>
    public static JobDescription Of(Job job) => new(job.Number, job.CreatedAt, job.Spec, job.Steering);

    /// <summary>Whether all that makes a job is there.</summary>
    internal bool IsWhole => Spec is { Name: not null, Trainer: not null, Dataset: not null, Hyperparameters: not null, Epochs: > 0 }
        && Steering is { Changes: not null, Pending: not null, Breakpoints: not null };
}
