using System.Globalization;
using System.Text.Json;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// A loop's own side of steering: obeys the commands that change what it does, watches for breakpoints and for what is not
/// finite, and has the hyperparameters as they stand at each batch. On the loop's thread only; between two batches it is
/// passed once, and while there is nothing to do that costs a few comparisons.
/// </summary>
internal sealed class LoopSteering
{
    private readonly IReadOnlyList<Hyperparameter> _editable;
    private readonly ControlPoint _control;
    private readonly TimeProvider _time;
    private readonly Queue<JobCommand> _waiting;
    private readonly List<JobCommand> _scheduled = [];
    private readonly BreakpointWatch _watch = new();
    private readonly GoodStates _good;
    private JobSteering _steering;
    private ITrainingSink _sink = null!;
    private LiveHyperparameters _live = null!;
    private TrainingPosition _position;
    private bool _epochBegins;
    private string? _hit;
    private bool _guarded;
    private bool _replays;
    private string? _broken;
    private long _soundStep = -1;

    /// <param name="steering">What was changed in earlier attempts.</param>
    /// <param name="pending">What was asked for and not obeyed by them, in order.</param>
    /// <param name="editable">What may change.</param>
    /// <param name="control">Where commands come from.</param>
    /// <param name="time">The clock.</param>
    public LoopSteering(
        JobSteering steering, IEnumerable<JobCommand> pending, IReadOnlyList<Hyperparameter> editable, ControlPoint control, TimeProvider time)
    {
        _steering = steering with { Pending = [] };
        _waiting = new Queue<JobCommand>(pending);
        _editable = editable;
        _control = control;
        _time = time;
        _good = new GoodStates(time);
    }

    /// <summary>The steering of a loop that nobody watches: it has a job's changes, and neither pauses nor stops by itself.</summary>
    public static LoopSteering Replaying(
        JobSteering steering, IReadOnlyList<Hyperparameter> editable, ControlPoint control, TimeProvider time)
        => new(steering with { Breakpoints = [], PauseAt = null }, [], editable, control, time) { _replays = true };

    private IReadOnlyList<HyperparameterChange> Changes => _steering.Changes;

    /// <summary>Begins, or goes on, with a loop.</summary>
    /// <param name="request">What the loop is given.</param>
    /// <param name="sink">Where to say what is done.</param>
    /// <returns>Its hyperparameters.</returns>
    public LiveHyperparameters Begin(TrainingRequest request, ITrainingSink sink)
    {
        _sink = sink;
        _position = request.Resume?.Position ?? default;
        _live = new LiveHyperparameters(request.Hyperparameters, request.Epochs, _editable);
        _live.Take(Changes);
        _live.Prepare(_position.Step, _position.EpochsDone + 1, epochBegins: true);
        _watch.Take(_steering.Breakpoints, _position.Step);
        return _live;
    }

    /// <summary>Passed between two batches, and now and then in a long validation.</summary>
    /// <param name="position">Where the loop stands.</param>
    /// <param name="epochBegins">Whether an epoch begins here and has not asked for its batches yet.</param>
    /// <exception cref="OperationCanceledException">The loop must end here, or go back.</exception>
    public void Pass(TrainingPosition position, bool epochBegins)
    {
        _position = position;
        _epochBegins = epochBegins;
        while (_waiting.TryDequeue(out var command))
            Obey(command);
        if (_scheduled.Count > 0)
            ObeyScheduled();
        if (_hit is not null || _broken is not null || _steering.PauseAt is not null)
            StopHere();
        _control.Pass(position.Step, Obey);
        _live.Prepare(position.Step, position.EpochsDone + 1, epochBegins);
    }

    /// <summary>Whether a batch's loss and gradient are finite, so that a step along it leaves the weights whole.</summary>
    public bool IsSound(long step, double loss, double gradientNorm)
    {
        if (double.IsFinite(loss) && double.IsFinite(gradientNorm))
        {
            _soundStep = step;
            return true;
        }

        var way = _live.Values.Find(NotFinite.Name) as string ?? NotFinite.Pause;
        if (way == NotFinite.Ignore)
            return true;
        var seen = double.IsFinite(loss)
            ? string.Create(CultureInfo.InvariantCulture, $"the gradient's norm is {gradientNorm}")
            : string.Create(CultureInfo.InvariantCulture, $"the loss is {loss}");
        if (way == NotFinite.Stop)
            _broken = seen;
        else
            (_hit, _guarded) = (seen, true);
        _soundStep = -1;
        return false;
    }

    /// <summary>Looks at a batch that is done.</summary>
    public void Look(long step, in StepReport report)
    {
        var seen = _watch.Look(step, report.Loss, report.GradientNorm);
        if (_hit is null && _broken is null && seen is not null)
            (_hit, _guarded) = (seen, false);
    }

    /// <summary>Looks at a pass over the validation part.</summary>
    public void LookAtValidation(double loss)
    {
        var seen = _watch.LookAtValidation(loss);
        if (_hit is null && seen is not null)
            (_hit, _guarded) = (seen, false);
    }

    /// <summary>Keeps the state after a batch to go back to, where the batch was sound and it is time.</summary>
    public void Offer(TrainingPosition position, Func<byte[]> encode)
    {
        if (_soundStep == position.Step)
            _good.Offer(position, encode);
    }

    private void Obey(JobCommand command)
    {
        switch (command.Action, command.Arguments)
        {
            case (CommandAction.Step, StepArguments step):
                Step(command, step);
                break;
            case (CommandAction.Set, SetArguments set) when set.At > _position.Step:
                _scheduled.Add(command);
                break;
            case (CommandAction.Set, SetArguments set):
                Set(command, set);
                break;
            case (CommandAction.Revert, _):
                Revert(command);
                break;
            case (CommandAction.Breakpoints, BreakpointsArguments breakpoints):
                _steering = _steering with { Breakpoints = breakpoints.Breakpoints };
                _watch.Take(breakpoints.Breakpoints, _position.Step);
                Tell(new Steered(_position.Step, _steering) { Command = command });
                break;
            case (CommandAction.Rollback, RollbackArguments rollback):
                Rollback(command, rollback);
                break;
            case (CommandAction.Pause or CommandAction.Resume, _):
                _steering = _steering with { PauseAt = null };
                break;
        }
    }

    private void ObeyScheduled()
    {
        foreach (var command in _scheduled.Where(c => ((SetArguments)c.Arguments!).At <= _position.Step).ToArray())
        {
            _scheduled.Remove(command);
            Set(command, (SetArguments)command.Arguments!);
        }
    }

    private void StopHere()
    {
        var (hit, broken) = (_hit, _broken);
        (_hit, _broken) = (null, null);
        if (_replays)
            return;
        var at = _position.Step;
        if (broken is not null)
        {
            Tell(new Steered(at, _steering)
            {
                Hit = HitOf(broken, isGuard: true),
                Move = LoopMove.Stopping,
                Reason = $"Stopped at step {at}: {broken}; the weights are as they were before.",
            });
            _control.Interrupt();
            return;
        }

        var isDone = _steering.PauseAt is { } end && (at >= end.Step || _position.EpochsDone >= end.Epoch);
        if (hit is null && !isDone)
            return;
        _steering = _steering with { PauseAt = null };
        var guarded = hit is not null && _guarded;
        Tell(new Steered(at, _steering)
        {
            Hit = hit is null ? null : HitOf(hit, guarded),
            Move = LoopMove.Paused,
            Reason = hit is null ? $"Paused at step {at}: the step is done." : $"Paused at step {at}: {hit}{(guarded ? "; the weights are as they were before" : "")}.",
        });
        _control.PauseHere();
    }

    private BreakpointHit HitOf(string text, bool isGuard)
        => new(isGuard, text, _good.Before(_position.Step - RollbackArguments.DefaultSteps)?.Position.Step);

    private void Step(JobCommand command, StepArguments step)
    {
        var end = step.Epochs is { } epochs
            ? new PausePoint(null, _position.EpochsDone + epochs)
            : new PausePoint(_position.Step + step.Batches, null);
        _steering = _steering with { PauseAt = end };
        _control.GoOn();
        var far = step.Epochs is { } e ? Count(e, "epoch", "epochs") : Count(step.Batches ?? 1, "batch", "batches");
        Tell(new Steered(_position.Step, _steering) { Command = command, Move = LoopMove.Running, Reason = $"Stepping {far} for {command.By} from step {_position.Step}." });
    }

    private void Set(JobCommand command, SetArguments set)
        => Change(command, ChangeCause.Set, set.Over ?? 0, set.Values.Select(value => (value.Key, value.Value)));

    private void Revert(JobCommand command)
    {
        // What has not happened yet is taken back first.
        if (_scheduled.Count > 0)
        {
            var scheduled = _scheduled[^1];
            _scheduled.RemoveAt(_scheduled.Count - 1);
            Tell(new Steered(_position.Step, _steering) { Command = scheduled, Refused = $"Taken back by {command.By}." });
            Tell(new Steered(_position.Step, _steering) { Command = command });
            return;
        }

        if (Changes.LastOrDefault(change => change is { IsTakenBack: false, Cause: not ChangeCause.Revert }) is not { } last)
        {
            Tell(new Steered(_position.Step, _steering) { Command = command, Refused = "There is no change to take back." });
            return;
        }

        _steering = _steering with { Changes = [.. Changes.Select(change => change == last ? change with { IsTakenBack = true } : change)] };
        Change(command, ChangeCause.Revert, over: 0, last.Values.Select(value => (value.Name, value.From)));
    }

    private void Change(JobCommand command, ChangeCause cause, long over, IEnumerable<(string Name, JsonElement To)> values)
    {
        var changes = new List<ValueChange>();
        foreach (var (name, to) in values)
        {
            // Checked when it was asked for, by a trainer that may have been another version.
            if (_editable.FirstOrDefault(h => h.Name == name) is not { } hyperparameter || HyperparameterValues.Check(hyperparameter, to, out var value) is not null)
            {
                Tell(new Steered(_position.Step, _steering) { Command = command, Refused = $"The trainer does not take this value of {name} now." });
                return;
            }

            AddChange(changes, hyperparameter, value, _position);
        }

        Apply(command, cause, over, changes, _position.Step, _position.EpochsDone + (_epochBegins ? 1 : 2), backTo: null);
    }

    private void AddChange(List<ValueChange> changes, Hyperparameter hyperparameter, object to, TrainingPosition at)
    {
        var from = _live.ValueToChange(hyperparameter, at.Step, at.EpochsDone + 1);
        if (!Equals(from, to))
            changes.Add(new ValueChange(hyperparameter.Name, JsonSerializer.SerializeToElement(from), JsonSerializer.SerializeToElement(to)));
    }

    private void Apply(JobCommand command, ChangeCause cause, long over, List<ValueChange> values, long step, int epoch, long? backTo)
    {
        HyperparameterChange? change = null;
        if (values.Count > 0)
        {
            change = new HyperparameterChange(command.Id, command.By, _time.GetUtcNow().ToUnixTimeMilliseconds(), step, epoch, over, cause, values);
            _steering = _steering with { Changes = [.. Changes, change] };
        }

        _live.Take(Changes);
        _live.Prepare(_position.Step, _position.EpochsDone + 1, _epochBegins);
        Tell(new Steered(_position.Step, _steering) { Command = command, Change = change, BackTo = backTo });
    }

    private void Rollback(JobCommand command, RollbackArguments rollback)
    {
        if (_good.Before(_position.Step - rollback.Steps) is not { } state)
        {
            Tell(new Steered(_position.Step, _steering) { Command = command, Refused = "No earlier state is in memory to go back to." });
            return;
        }

        // What is set now stays set; only the learning rate is scaled, and the weights are those of then.
        var wanted = _editable.ToDictionary(h => h, h => _live.ValueToChange(h, _position.Step, _position.EpochsDone + 1));
        if (_editable.OfType<RealHyperparameter>().FirstOrDefault(h => h.Name == "learningRate") is { } rate)
            wanted[rate] = Math.Clamp((double)wanted[rate] * rollback.Scale, rate.Minimum, rate.Maximum);
        var step = state.Position.Step;
        _steering = _steering.GoneBackTo(step);
        _live.Take(Changes);
        var values = new List<ValueChange>();
        foreach (var (hyperparameter, to) in wanted)
            AddChange(values, hyperparameter, to, state.Position);

        _good.GoBackTo(state);
        (_hit, _soundStep) = (null, -1);
        _control.GoOn();
        Apply(command, ChangeCause.Rollback, over: 0, values, step, state.Position.EpochsDone + 2, backTo: step);
        throw new RollbackException(state, command);
    }

    private void Tell(Steered what) => _sink.Steered(what);

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {many}");
}
