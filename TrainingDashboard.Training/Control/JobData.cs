using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// Which data a job learns from. It is bound to them by their digest: where its dataset is another one by now, it is parked
/// and waits until somebody puts the first one back, or lets it go on with the other.
/// </summary>
public sealed class JobData(JobFeeds feeds, DatasetCatalog datasets, TimeProvider time)
{
    /// <summary>Lets a job that does not run learn from its dataset as it is now.</summary>
    /// <param name="id">The job.</param>
    /// <param name="by">Who says so, as people read it.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <returns>The job; resuming it is another command.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="DataRefusedException">It runs or has ended, or the dataset cannot be used either.</exception>
    public async Task<Job> AcceptAsync(JobId id, string by, CancellationToken cancellationToken)
    {
        var feed = await feeds.FindAsync(id, cancellationToken) ?? throw new JobNotFoundException(id.ToString());
        var name = feed.Job.Spec.Dataset;
        var digest = datasets.DigestOf(name);
        if (digest is null && datasets.Find(name)?.Origin != DatasetOrigin.Generated)
            throw new DataRefusedException($"There is no dataset '{name}' that can be read.");
        if (await datasets.DifferenceAsync(name, digest, cancellationToken) is { } fault)
            throw new DataRefusedException(fault);
        return await feed.UpdateAsync(job => Accept(job, digest, by), cancellationToken);
    }

    private JobUpdate? Accept(Job job, string? digest, string by)
    {
        if (job.Spec.DatasetDigest == digest)
            return null;
        if (job.Status.IsFinal() || job.Status.IsHeld())
            throw new DataRefusedException($"The job is {job.Status.ToWord()}; only one that waits can be given other data.");
        var (name, at) = (job.Spec.Dataset, time.GetUtcNow().ToUnixTimeMilliseconds());
        var said = $"From step {job.Progress.Step} on it learns from the dataset '{name}' as it is now, by {by}; what it learnt before was from other data.";
        return new JobUpdate(job with { Spec = job.Spec with { DatasetDigest = digest } }, [new LogEvent(at, LogLevel.Warning, said)]) { Durable = true };
    }
}

/// <summary>The job cannot be given the data; the message says why.</summary>
public sealed class DataRefusedException(string reason) : Exception(reason);
