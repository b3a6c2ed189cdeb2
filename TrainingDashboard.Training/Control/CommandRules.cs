using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>What each command means to a job as it stands: a refusal with its reason, or what is to happen.</summary>
internal static class CommandRules
{
    /// <summary>Why the job cannot take the command now; null where it can.</summary>
    public static string? Refusal(Job job, CommandAction action)
    {
        if (job.Status.IsFinal())
            return $"The job is {job.Status.ToWord()}.";
        return action switch
        {
            _ when action.IsSteering() => SteeringRules.Refusal(job, action),
            CommandAction.Stop => job.Status == JobStatus.Stopping ? "The job is already stopping." : null,
            // A paused job of which a resume was asked is about to run, and may be asked to pause again.
            CommandAction.Pause when job.Status == JobStatus.Paused && job.Desired == DesiredState.Pause => "The job is already paused.",
            CommandAction.Pause when job.Status is not (JobStatus.Running or JobStatus.Paused) => $"Only a running job can be paused; this one is {job.Status.ToWord()}.",
            CommandAction.Pause when job.Desired == DesiredState.Park => "The job is about to be parked.",
            CommandAction.Pause when job.Desired == DesiredState.Pause => "The job is already about to pause.",
            CommandAction.Resume when job.Status == JobStatus.Parked => null,
            CommandAction.Resume when job.Status is JobStatus.Running or JobStatus.Paused && job.Desired == DesiredState.Pause => null,
            CommandAction.Resume when job.Status.IsHeld() && job.Desired == DesiredState.Park => "The job is about to be parked; it can be resumed once it is.",
            CommandAction.Resume when job.Status == JobStatus.Paused => "The job is already about to go on.",
            CommandAction.Resume => $"Only a paused or parked job can be resumed; this one is {job.Status.ToWord()}.",
            CommandAction.Park when job.Status == JobStatus.Parked => "The job is already parked.",
            CommandAction.Park when job.Status is not (JobStatus.Running or JobStatus.Paused) => $"Only a running or paused job can be parked; this one is {job.Status.ToWord()}.",
            CommandAction.Park when job.Desired == DesiredState.Park => "The job is already about to be parked.",
            CommandAction.Checkpoint when job.Status is not (JobStatus.Running or JobStatus.Paused) => $"Only of a running or paused job can a checkpoint be made; this one is {job.Status.ToWord()}.",
            CommandAction.Checkpoint when job.Desired == DesiredState.Park => "The job is about to be parked, with a checkpoint.",
            CommandAction.Rewind => "A rewind needs the step of a checkpoint.",
            _ => null,
        };
    }

    /// <summary>The job after accepting the command, and what to say of it.</summary>
    public static JobUpdate Accept(Job job, JobCommand command)
    {
        var at = command.At.ToUnixTimeMilliseconds();
        if (command.Action.IsSteering())
            return new JobUpdate(SteeringRules.Accept(job, command), [Requested(command, at)]) { Durable = true };
        if (command.Action == CommandAction.Resume && job.Status == JobStatus.Parked)
        {
            var resumed = job with { Desired = DesiredState.Run, PausedByHit = false };
            var queued = JobUpdate.Move(resumed, JobStatus.Queued, $"Resumed by {command.By}, out of its checkpoint.", command.At);
            return queued with { Events = [Requested(command, at), .. queued.Events] };
        }

        if (command.Action != CommandAction.Stop)
        {
            var asked = job with { Desired = DesiredAfter(job, command.Action), PausedByHit = IsPausedByHitAfter(job, command.Action) };
            return new JobUpdate(asked, [Requested(command, at)]) { Durable = true };
        }

        var held = job.Status.IsHeld();
        var reason = $"Stopped by {command.By}{(held ? "" : job.Status == JobStatus.Parked ? " while it was parked" : " before a worker held it")}.";
        var move = JobUpdate.Move(job with { Desired = DesiredState.Stop }, held ? JobStatus.Stopping : JobStatus.Cancelled, reason, command.At);
        var receipt = held
            ? Requested(command, at)
            : new ReceiptEvent(at, command.Id, command.Action, ReceiptState.Applied, command.By, job.Progress.Step, 0);
        return move with { Events = [receipt, .. move.Events] };
    }

    private static DesiredState DesiredAfter(Job job, CommandAction action) => action switch
    {
        CommandAction.Pause => DesiredState.Pause,
        CommandAction.Resume => DesiredState.Run,
        CommandAction.Park => DesiredState.Park,
        _ => job.Desired,
    };

    // What is parked, or kept, is still what stopped there by itself.
    private static bool IsPausedByHitAfter(Job job, CommandAction action)
        => job.PausedByHit && action is not (CommandAction.Pause or CommandAction.Resume);

    private static ReceiptEvent Requested(JobCommand command, long at)
        => new(at, command.Id, command.Action, ReceiptState.Requested, command.By, Step: null, Milliseconds: null, Digest: CommandDigest.Of(command.Arguments));
}
