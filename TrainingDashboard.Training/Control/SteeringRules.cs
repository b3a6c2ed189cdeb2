using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>What commands that steer a job's loop mean to the job as it stands, and whether their arguments fit its trainer.</summary>
internal static class SteeringRules
{
    /// <summary>Checks what the arguments name against what may be changed.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static void Check(CommandRequest request, TrainerDescription? trainer)
    {
        if (request.Arguments is not SetArguments set || trainer is null)
            return;
        var editable = EditableHyperparameters.Of(trainer);
        var errors = new List<FieldError>();
        foreach (var (name, value) in set.Values)
        {
            var field = $"arguments.values.{Shown.Cut(name)}";
            if (editable.FirstOrDefault(h => h.Name == name) is not { } hyperparameter)
                errors.Add(new FieldError(field, $"{(trainer.Hyperparameters.Any(h => h.Name == name) ? "This cannot be changed while a job runs." : "This trainer has no such hyperparameter.")} Expected any of {string.Join(", ", editable.Select(h => h.Name))}."));
            else if (HyperparameterValues.Check(hyperparameter, value, out _) is { } fault)
                errors.Add(new FieldError(field, fault));
            else if (set.Over is not null && hyperparameter is not RealHyperparameter { Editable: Editable.Now })
                errors.Add(new FieldError("arguments.over", $"{name} can only change at once."));
        }

        if (errors.Count > 0)
            throw new InvalidInputException(errors);
    }

    /// <summary>Why the job cannot take the command now; null where it can.</summary>
    public static string? Refusal(Job job, CommandAction action)
    {
        var steering = job.Steering;
        if (steering.Pending.Count >= JobSteering.MaximumPending)
            return $"{JobSteering.MaximumPending} commands wait for this job's loop already.";
        return action switch
        {
            _ when job.Status == JobStatus.Stopping => "The job is stopping.",
            CommandAction.Step when job.Status is not (JobStatus.Running or JobStatus.Paused) => $"Only a running or paused job can step; this one is {job.Status.ToWord()}.",
            CommandAction.Rollback when job.Status is not (JobStatus.Running or JobStatus.Paused) => $"Only a running or paused job can go back; this one is {job.Status.ToWord()}.",
            CommandAction.Step or CommandAction.Rollback when job.Desired == DesiredState.Park => "The job is about to be parked.",
            CommandAction.Set or CommandAction.Rollback when steering.Changes.Count + steering.Pending.Count >= JobSteering.MaximumChanges
                => $"The job was changed {JobSteering.MaximumChanges:N0} times.",
            CommandAction.Revert when steering.Changes.All(c => c.IsTakenBack || c.Cause == ChangeCause.Revert)
                && steering.Pending.All(p => p.Action != CommandAction.Set.ToWord()) => "There is no change to take back.",
            _ => null,
        };
    }

    /// <summary>The job after accepting the command: what waits for the loop is the job's.</summary>
    public static Job Accept(Job job, JobCommand command) => job with
    {
        Desired = GoesOn(command) ? DesiredState.Run : job.Desired,
        PausedByHit = job.PausedByHit && !GoesOn(command),
        Steering = job.Steering with
        {
            Pending =
            [
                .. job.Steering.Pending,
                ToPending(command),
            ],
        },
    };

    private static bool GoesOn(JobCommand command) => command.Action is CommandAction.Step or CommandAction.Rollback;

    /// <summary>A command as it is kept and passed on.</summary>
    public static PendingCommand ToPending(JobCommand command)
        => new(command.Id, command.Action.ToWord(), command.Arguments?.ToJson(), command.By, command.At.ToUnixTimeMilliseconds());

    /// <summary>The command again. Null for what another version of the dashboard accepted and this one does not know.</summary>
    public static JobCommand? ToCommand(PendingCommand pending, JobId job)
        => CommandActions.Parse(pending.Action) is { } action
            ? new JobCommand(
                pending.Id, job, action, pending.By, DateTimeOffset.FromUnixTimeMilliseconds(pending.At), CommandJson.ReadArguments(action, pending.Arguments))
            : null;
}
