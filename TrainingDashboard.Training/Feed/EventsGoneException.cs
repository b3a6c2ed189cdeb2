using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>Events are asked for that were let go after the job had ended. Its curves and what was done to it are still there.</summary>
public sealed class EventsGoneException(Job job)
    : Exception($"The events of job {job.Id} before number {job.FirstSeq} were let go; its curves are still there. Go on with after={job.FirstSeq - 1}, or without for a snapshot.")
{
    /// <summary>The number of the oldest event from which on all are kept.</summary>
    public long Oldest { get; } = job.FirstSeq;
}
