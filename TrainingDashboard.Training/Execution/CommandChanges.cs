using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>What became of commands that do not steer the loop, as changes of the job and the events that say so.</summary>
internal static class CommandChanges
{
    /// <summary>How far a command has come.</summary>
    public static PendingChange Receipt(JobCommand command, ReceiptState state, long step, DateTimeOffset at)
    {
        var receipt = new ReceiptEvent(
            at.ToUnixTimeMilliseconds(), command.Id, command.Action, state, command.By, step, (at - command.At).TotalMilliseconds);
        return job => (job, receipt);
    }

    /// <summary>The command could not be carried out. A job that could not be parked is wanted as it is.</summary>
    public static PendingChange Refused(JobCommand command, string reason, DateTimeOffset at)
    {
        var receipt = new ReceiptEvent(
            at.ToUnixTimeMilliseconds(), command.Id, command.Action, ReceiptState.Refused, command.By, Step: null, Milliseconds: null, reason);
        return job => (
            job.Desired == DesiredState.Park && command.Action == CommandAction.Park
                ? job with { Desired = job.Status == JobStatus.Paused ? DesiredState.Pause : DesiredState.Run }
                : job,
            receipt);
    }

    /// <summary>The loop paused, or went on. A job that was asked to stop meanwhile stays stopping.</summary>
    public static PendingChange Followed(JobCommand command, long step, DateTimeOffset at) => job =>
    {
        var (status, word) = command.Action == CommandAction.Pause ? (JobStatus.Paused, "Paused") : (JobStatus.Running, "Resumed");
        if (!job.Status.CanMoveTo(status))
            return null;
        var reason = $"{word} by {command.By} at step {step}.";
        job = job.MoveTo(status, reason, at);
        // What somebody decides ends a step under way.
        if (job.Steering.PauseAt is not null)
            job = job with { Steering = job.Steering with { PauseAt = null } };
        return (job, new StatusEvent(at.ToUnixTimeMilliseconds(), status, reason, job.Attempt));
    };
}
