using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary><see cref="Steered"/> as it crosses to the worker.</summary>
internal sealed record SteeredFrame(
    long Step,
    JobSteering Loop,
    PendingCommand? Command,
    string? Refused,
    HyperparameterChange? Change,
    BreakpointHit? Hit,
    long? BackTo,
    LoopMove Move,
    string? Reason)
{
    public static SteeredFrame Of(Steered what) => new(
        what.Step,
        what.Loop,
        what.Command is { } command ? SteeringRules.ToPending(command) : null,
        what.Refused,
        what.Change,
        what.Hit,
        what.BackTo,
        what.Move,
        what.Reason);

    public Steered ToSteered(JobId job) => new(Step, Loop)
    {
        Command = Command is null ? null : SteeringRules.ToCommand(Command, job),
        Refused = Refused,
        Change = Change,
        Hit = Hit,
        BackTo = BackTo,
        Move = Move,
        Reason = Reason,
    };
}
