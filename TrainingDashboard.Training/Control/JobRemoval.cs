using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>Removes jobs that have ended, with their events, curves and checkpoints. Forks have copies of what they need.</summary>
public sealed class JobRemoval(JobFeeds feeds, IJobStore jobs, CheckpointFolder checkpoints, CheckpointOwners owners)
{
    /// <summary>Removes a job for good.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobNotEndedException">It has not ended.</exception>
    public async Task RemoveAsync(JobId id, CancellationToken cancellationToken)
    {
        var feed = await feeds.FindAsync(id, cancellationToken) ?? throw new JobNotFoundException(id.ToString());
        if (!await feed.RemoveAsync(ForgetAsync, cancellationToken))
            throw new JobNotEndedException(feed.Job);
        feeds.Remove(id);
        checkpoints.DeleteAll(id);
    }

    // What a crash leaves of it is marked by then, and deleted at the next start.
    private Task ForgetAsync(Job job, CancellationToken cancellationToken)
    {
        if (Directory.Exists(checkpoints.FolderOf(job.Id)))
            owners.MarkLeftover(job.Id);
        return jobs.RemoveAsync(job, cancellationToken);
    }
}

/// <summary>The job must have ended for what was asked.</summary>
public sealed class JobNotEndedException(Job job) : Exception($"The job is {job.Status.ToWord()}; stop it first.");
