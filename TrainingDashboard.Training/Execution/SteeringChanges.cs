using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>What a loop did because it is steered, as changes of its job and the events that say so.</summary>
internal static class SteeringChanges
{
    /// <summary>The changes, in order; to be stored together.</summary>
    public static IEnumerable<PendingChange> Of(Steered what, DateTimeOffset at)
    {
        var events = EventsOf(what, at).ToArray();
        for (var i = 0; i < events.Length; i++)
        {
            var (happened, isFirst) = (events[i], i == 0);
            yield return job => (isFirst ? Settle(job, what) : job, happened);
        }

        if (what.Move != LoopMove.None)
            yield return job => Move(events.Length == 0 ? Settle(job, what) : job, what, at);
    }

    private static IEnumerable<JobEvent> EventsOf(Steered what, DateTimeOffset at)
    {
        var now = at.ToUnixTimeMilliseconds();
        if (what.Command is { } command)
        {
            var state = what.Refused is null ? ReceiptState.Applied : ReceiptState.Refused;
            yield return new ReceiptEvent(now, command.Id, command.Action, state, command.By, what.Step, (at - command.At).TotalMilliseconds, what.Refused);
        }

        if (what is { Command: { } back, BackTo: { } to })
            yield return new RollbackEvent(now, back.Id, back.By, what.Step, to);
        if (what.Change is { } change)
            yield return new HyperparameterEvent(now, change.Command, change.By, change.Step, change.Epoch, change.Over, change.Cause, change.Values);
        if (what.Hit is { } hit)
            yield return new BreakpointEvent(now, what.Step, hit.IsGuard, hit.Text, hit.BackTo);
    }

    private static Job Settle(Job job, Steered what) => job with
    {
        Steering = what.Loop with
        {
            Pending = what.Command is { } done ? [.. job.Steering.Pending.Where(pending => pending.Id != done.Id)] : job.Steering.Pending,
        },
    };

    // A job that was asked to stop or to be parked meanwhile is wanted as it was asked.
    private static (Job, JobEvent)? Move(Job job, Steered what, DateTimeOffset at)
    {
        var (status, desired) = what.Move switch
        {
            LoopMove.Paused => (JobStatus.Paused, DesiredState.Pause),
            LoopMove.Stopping => (JobStatus.Stopping, DesiredState.Stop),
            _ => (JobStatus.Running, DesiredState.Run),
        };
        // A person who asked for the pause as well is who paused it.
        job = job with { PausedByHit = what.Hit is not null && status == JobStatus.Paused && job.Desired != DesiredState.Pause };
        if (job.Desired is not (DesiredState.Stop or DesiredState.Park))
            job = job with { Desired = desired };
        var reason = what.Reason;
        if (job.Status.CanMoveTo(status))
            job = job.MoveTo(status, reason, at);
        else if (status == JobStatus.Running && job.Status == JobStatus.Running)
            job = job with { Reason = reason };
        else
            return null;
        return (job, new StatusEvent(at.ToUnixTimeMilliseconds(), status, reason, job.Attempt));
    }
}
