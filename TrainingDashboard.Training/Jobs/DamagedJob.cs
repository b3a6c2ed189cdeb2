namespace TrainingDashboard.Training.Jobs;

/// <summary>A stored job that cannot be read. It stays as it is; the others do not suffer from it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Id">Its id as far as it can be read; null where it cannot.</param>
/// <param name="Reason">What is wrong, as a sentence.</param>
public sealed record DamagedJob(long Number, string? Id, string Reason);

/// <summary>The stored jobs: those that can be read, oldest first, and those that cannot.</summary>
public sealed record StoredJobs(IReadOnlyList<Job> Jobs, IReadOnlyList<DamagedJob> Damaged);

/// <summary>The job is there, but cannot be read; the message says why.</summary>
public sealed class DamagedJobException(DamagedJob job, Exception? inner = null)
    : Exception($"The job {(job.Number > 0 ? $"#{job.Number}" : job.Id)} is damaged: {job.Reason}", inner)
{
    /// <summary>What is known of it.</summary>
    public DamagedJob Job { get; } = job;
}
