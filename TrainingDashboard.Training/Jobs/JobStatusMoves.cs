namespace TrainingDashboard.Training.Jobs;

/// <summary>The one table of legal moves.</summary>
public static class JobStatusMoves
{
    private static readonly Dictionary<JobStatus, JobStatus[]> s_moves = new()
    {
        [JobStatus.Queued] = [JobStatus.Running, JobStatus.Parked, JobStatus.Cancelled, JobStatus.Failed],
        [JobStatus.Running] = [JobStatus.Paused, JobStatus.Parked, JobStatus.Stopping, JobStatus.Completed, JobStatus.Failed, JobStatus.Interrupted],
        [JobStatus.Paused] = [JobStatus.Running, JobStatus.Parked, JobStatus.Stopping, JobStatus.Failed, JobStatus.Interrupted],
        [JobStatus.Parked] = [JobStatus.Queued, JobStatus.Cancelled],
        // A loop may come to its end, or break, before it sees the request to stop.
        [JobStatus.Stopping] = [JobStatus.Cancelled, JobStatus.Completed, JobStatus.Failed, JobStatus.Interrupted],
        [JobStatus.Interrupted] = [JobStatus.Running, JobStatus.Queued, JobStatus.Parked, JobStatus.Cancelled, JobStatus.Failed],
        [JobStatus.Completed] = [],
        [JobStatus.Failed] = [],
        [JobStatus.Cancelled] = [],
    };

    /// <summary>Whether nothing can follow.</summary>
    public static bool IsFinal(this JobStatus status) => s_moves[status].Length == 0;

    /// <summary>Whether a worker holds the job.</summary>
    public static bool IsHeld(this JobStatus status)
        => status is JobStatus.Running or JobStatus.Paused or JobStatus.Stopping;

    /// <summary>Whether <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    public static bool CanMoveTo(this JobStatus from, JobStatus to) => s_moves[from].Contains(to);

    /// <summary>The status as it is written everywhere: lower case.</summary>
    public static string ToWord(this JobStatus status) => status.ToString().ToLowerInvariant();
}
