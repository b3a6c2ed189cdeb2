using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>What somebody wants to happen to a job.</summary>
/// <param name="Job">The job afterwards, its <see cref="Job.Seq"/> still as before.</param>
/// <param name="Events">What to say of it, at least one; the feed numbers them.</param>
public sealed record JobUpdate(Job Job, IReadOnlyList<JobEvent> Events)
{
    /// <summary>The attempt on whose behalf this is; a newer one has the write refused. Null for anybody but a worker.</summary>
    public int? Attempt { get; init; }

    /// <summary>Whether it must survive a power cut before anybody hears of it.</summary>
    public bool Durable { get; init; }

    /// <summary>A durable move of status with its event.</summary>
    /// <exception cref="InvalidOperationException">The table has no such move.</exception>
    public static JobUpdate Move(Job job, JobStatus status, string? reason, DateTimeOffset at)
    {
        var moved = job.MoveTo(status, reason, at);
        return new JobUpdate(moved, [new StatusEvent(at.ToUnixTimeMilliseconds(), status, reason, moved.Attempt)]) { Durable = true };
    }
}
