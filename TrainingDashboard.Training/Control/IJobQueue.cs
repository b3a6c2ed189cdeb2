using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>Where jobs wait for a worker.</summary>
public interface IJobQueue
{
    /// <summary>Lines the job up behind those of lower number. Again for the same job: once.</summary>
    Task EnqueueAsync(Job job, CancellationToken cancellationToken);

    /// <summary>Takes a waiting job out.</summary>
    Task RemoveAsync(JobId id, CancellationToken cancellationToken);
}
