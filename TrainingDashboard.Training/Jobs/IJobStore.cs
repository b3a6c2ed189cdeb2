namespace TrainingDashboard.Training.Jobs;

/// <summary>Remembers jobs. What happens to a job afterwards goes through <c>Feed.IEventStore</c>.</summary>
public interface IJobStore
{
    /// <summary>
    /// Keeps a new job durably, queued, and numbers it. Where there is one of the same key already, that one is the result, of
    /// whatever it was asked for, and nothing is added.
    /// </summary>
    Task<Job> AddAsync(JobId id, JobSpec spec, DateTimeOffset createdAt, StartKey? key, CancellationToken cancellationToken);

    /// <summary>The job, or null where there is none.</summary>
    /// <exception cref="DamagedJobException">It cannot be read.</exception>
    Task<Job?> FindAsync(JobId id, CancellationToken cancellationToken);

    /// <summary>The job that was started under a key, or null where there is none.</summary>
    Task<Job?> FindByKeyAsync(string key, CancellationToken cancellationToken);

    /// <summary>All jobs that can be read, oldest first.</summary>
    Task<IReadOnlyList<Job>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All jobs, and those that are there and cannot be read.</summary>
    Task<StoredJobs> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Forgets a job, its events, series and checkpoints, durably and in one transaction.</summary>
    Task RemoveAsync(Job job, CancellationToken cancellationToken) => RemoveAsync(job.Number, cancellationToken);

    /// <summary>The same for one that may be damaged.</summary>
    Task RemoveAsync(long number, CancellationToken cancellationToken);
}

/// <summary>Somebody else wrote to the job since it was read, or a newer attempt owns it. The write was refused.</summary>
public sealed class StaleJobException(JobId id, int attempt)
    : Exception($"Job {id} was changed by another owner; attempt {attempt} no longer holds it.");
