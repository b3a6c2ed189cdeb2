using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>What the beginning and the end of an attempt make of its job.</summary>
internal static class AttemptMoves
{
    private const string ShutDown = "The dashboard was shut down; the job goes on when it is back.";

    /// <summary>The job as the next attempt's; null where it does not wait for one.</summary>
    public static JobUpdate? Begin(Job job, DateTimeOffset now)
    {
        if (job.Status is not (JobStatus.Queued or JobStatus.Interrupted))
            return null;
        var attempt = job.Attempt + 1;
        var reason = attempt == 1 ? null : $"Taken up again, attempt {attempt}.";
        return JobUpdate.Move(job with { Attempt = attempt }, JobStatus.Running, reason, now);
    }

    /// <summary>The job where its data are not what it began with: parked, what was asked of it refused with the reason.</summary>
    public static JobUpdate? Withhold(Job job, string reason, IReadOnlyList<JobCommand> pending, DateTimeOffset now)
    {
        if (job.Status is not (JobStatus.Queued or JobStatus.Interrupted))
            return null;
        var move = JobUpdate.Move(job with { Desired = DesiredState.Park }, JobStatus.Parked, reason, now);
        var refused = pending.Select(command => new ReceiptEvent(
            now.ToUnixTimeMilliseconds(), command.Id, command.Action, ReceiptState.Refused, command.By, Step: null, Milliseconds: null, reason));
        return move with { Events = [.. refused, .. move.Events] };
    }

    /// <summary>The job after its loop has ended.</summary>
    /// <param name="job">The job as it stands.</param>
    /// <param name="end">How the loop ended.</param>
    /// <param name="restart">Whether and when it is taken up again by itself; null where it is not.</param>
    /// <param name="now">The time.</param>
    public static (Job Job, JobEvent Event)? End(Job job, LoopEnd end, Restart? restart, DateTimeOffset now)
    {
        if (end.Kind == LoopEndKind.WentBack)
            return GoBack(job, end, now);
        var (status, reason) = end.Kind switch
        {
            // A loop that ends because of a stop was not interrupted, whatever else happened meanwhile.
            LoopEndKind.Stopped or LoopEndKind.Parked or LoopEndKind.Killed when job.Status == JobStatus.Stopping
                => (JobStatus.Cancelled, end.Reason is null ? job.Reason : $"{job.Reason} {end.Reason}"),
            LoopEndKind.Completed => (JobStatus.Completed, null),
            LoopEndKind.Parked => (JobStatus.Parked, $"Parked by {end.By} at step {end.Step}."),
            LoopEndKind.Stopped => (JobStatus.Interrupted, end.Reason ?? ShutDown),
            LoopEndKind.Killed when restart is not null => (JobStatus.Interrupted, $"{end.Reason} {restart.ToSentence()}"),
            LoopEndKind.Killed => (JobStatus.Failed, end.Reason),
            _ => (JobStatus.Failed, end.Reason),
        };
        if (job.Status == JobStatus.Paused && status == JobStatus.Completed)
            job = job with { Status = JobStatus.Running };
        var ended = job.MoveTo(status, reason, now) with { Error = status == JobStatus.Failed ? end.Error ?? end.Reason : null };
        return (ended, new StatusEvent(now.ToUnixTimeMilliseconds(), status, reason, ended.Attempt));
    }

    // The same worker goes on at once with the next attempt; a stop that came meanwhile is obeyed there.
    private static (Job Job, JobEvent Event)? GoBack(Job job, LoopEnd end, DateTimeOffset now)
    {
        var reason = job.Status == JobStatus.Stopping ? job.Reason : end.Reason;
        if (job.Status == JobStatus.Paused)
            job = job.MoveTo(JobStatus.Running, reason, now);
        job = job with { Attempt = job.Attempt + 1, Reason = reason };
        return (job, new StatusEvent(now.ToUnixTimeMilliseconds(), job.Status, reason, job.Attempt));
    }
}
