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
            CommandAction.Stop => job.Status == JobStatus.Stopping ? "The job is already stopping." : null,
            // A paused job of which a resume was asked is about to run, and may be asked to pause again.
            CommandAction.Pause when job.Status == JobStatus.Paused && job.Desired == DesiredState.Pause => "The job is already paused.",
            CommandAction.Pause when job.Status is not (JobStatus.Running or JobStatus.Paused) => $"Only a running job can be paused; this one is {job.Status.ToWord()}.",
            CommandAction.Pause when job.Desired == DesiredState.Pause => "The job is already about to pause.",
            CommandAction.Resume when job.Status is JobStatus.Running or JobStatus.Paused && job.Desired == DesiredState.Pause => null,
            CommandAction.Resume when job.Status == JobStatus.Paused => "The job is already about to go on.",
            CommandAction.Resume => $"Only a paused job can be resumed; this one is {job.Status.ToWord()}.",
            _ => null,
        };
    }

    /// <summary>The job after accepting the command, and what to say of it.</summary>
    public static JobUpdate Accept(Job job, JobCommand command)
    {
        var at = command.At.ToUnixTimeMilliseconds();
        if (command.Action != CommandAction.Stop)
        {
            var desired = command.Action == CommandAction.Pause ? DesiredState.Pause : DesiredState.Run;
            return new JobUpdate(job with { Desired = desired }, [Requested(command, at)]) { Durable = true };
        }

        var held = job.Status.IsHeld();
        var reason = $"Stopped by {command.By}{(held ? "" : " before a worker held it")}.";
        var move = JobUpdate.Move(job with { Desired = DesiredState.Stop }, held ? JobStatus.Stopping : JobStatus.Cancelled, reason, command.At);
        var receipt = held
            ? Requested(command, at)
            : new ReceiptEvent(at, command.Id, command.Action, ReceiptState.Applied, command.By, job.Progress.Step, 0);
        return move with { Events = [receipt, .. move.Events] };
    }

    private static ReceiptEvent Requested(JobCommand command, long at)
        => new(at, command.Id, command.Action, ReceiptState.Requested, command.By, Step: null, Milliseconds: null);
}
