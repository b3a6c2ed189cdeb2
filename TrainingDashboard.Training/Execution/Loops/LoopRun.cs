using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>
/// A trainer's loop from its beginning, or from a checkpoint, to its end, in whichever process it runs: one attempt after
/// another where it goes back to a state it has. Never throws what a trainer throws.
/// </summary>
internal sealed class LoopRun
{
    private readonly LoopOrder _order;
    private readonly Checkpoint? _resume;
    private readonly ITrainer? _trainer;
    private readonly DatasetCatalog _datasets;
    private readonly ControlPoint _control;
    private readonly TimeProvider _time;
    private readonly LoopSteering _steering;
    private Dataset? _dataset;
    private GoodState? _from;

    /// <param name="order">What to do.</param>
    /// <param name="resume">The checkpoint to go on from; null to begin.</param>
    /// <param name="trainer">Whose loop; null where there is none of the name.</param>
    /// <param name="datasets">Where data are found.</param>
    /// <param name="control">Where commands come from; outlives the run.</param>
    /// <param name="time">The clock.</param>
    public LoopRun(LoopOrder order, Checkpoint? resume, ITrainer? trainer, DatasetCatalog datasets, ControlPoint control, TimeProvider time)
    {
        (_order, _resume, _trainer, _datasets, _control, _time) = (order, resume, trainer, datasets, control, time);
        _steering = new LoopSteering(
            order.Steering,
            order.Waiting.Select(waiting => SteeringRules.ToCommand(waiting, order.Job)).OfType<JobCommand>(),
            trainer is null ? [] : EditableHyperparameters.Of(trainer.Description),
            control,
            time);
    }

    /// <summary>Runs an attempt. After one that <see cref="LoopEndKind.WentBack"/> the next goes on from there.</summary>
    public async Task<LoopEnd> RunAsync(LoopTurn turn, ILoopListener listener)
    {
        var clock = new CheckpointClock(TimeSpan.FromSeconds(_order.CheckpointSeconds), _order.CheckpointSteps, _time);
        var keeper = new CheckpointKeeper(clock, listener.Keep, _order.CheckpointBest ? turn.Best : double.NegativeInfinity);
        LoopEnd end;
        try
        {
            end = await TrainAsync(turn, listener, keeper);
        }
        catch (Exception e)
        {
            listener.Log(_time.GetUtcNow().ToUnixTimeMilliseconds(), LogLevel.Error, e.ToString());
            end = LoopEnd.OfFault(e, step: 0);
        }

        // A state that was left behind is not worth keeping, and must not be gone on from.
        if (end.Kind != LoopEndKind.WentBack)
            keeper.KeepHeldBest();
        return end;
    }

    private async Task<LoopEnd> TrainAsync(LoopTurn turn, ILoopListener listener, CheckpointKeeper keeper)
    {
        var spec = _order.Spec;
        TrainingContext? context = null;
        LoopSink? sink = null;
        try
        {
            var trainer = _trainer ?? throw new InvalidOperationException($"The trainer {spec.Trainer} is not in this dashboard.");
            _dataset ??= await _datasets.LoadAsync(spec.Dataset, _control.Stopping);
            var from = _from;
            var resume = from is null ? _resume : Checkpoint.Decode(from.Content);
            var request = new TrainingRequest(
                _dataset,
                HyperparameterValues.Resolve(trainer.Description.Hyperparameters, spec.Hyperparameters),
                spec.Epochs,
                spec.Seed,
                _order.Threads,
                resume)
            {
                Steering = _steering,
            };
            sink = new LoopSink(listener, keeper, resume?.Position.Step ?? 0, _time);
            // First of all, so that this attempt's state outranks what was kept of the stretch that is abandoned.
            if (from is not null)
                sink.Checkpoint(from.Position, from.Content, CheckpointReason.Manual);
            context = new TrainingContext(request, sink, _control, _time);
            _control.Listen(sink.Applied, command => sink.Keep(command, context.Position, context.EncodeState()));
            sink.Log(LogLevel.Information, resume is { Position: var position }
                ? $"Attempt {turn.Attempt}: going on from the {(from is null ? "checkpoint" : "state")} at step {position.Step}, process {Environment.ProcessId}."
                : $"Attempt {turn.Attempt}: training {spec.Trainer} on {spec.Dataset}, {spec.Epochs} epochs, seed {spec.Seed}, {_order.Threads} threads, process {Environment.ProcessId}.");
            await using var sampler = new ProcessSampler(values => sink.Sample(context.Step, values), _time);
            await RunOnOwnThread(() => trainer.Train(context), $"job {_order.Number}");
            return new LoopEnd(LoopEndKind.Completed, context.Step);
        }
        catch (RollbackException e)
        {
            _from = e.State;
            var step = e.State.Position.Step;
            return new LoopEnd(LoopEndKind.WentBack, context!.Step) { By = e.Command.By, BackTo = step, Reason = $"Back at step {step}, for {e.Command.By}." };
        }
        catch (OperationCanceledException) when (_control.Stopping.IsCancellationRequested)
        {
            if (_control.EndedBy is { Action: CommandAction.Park } park)
                return new LoopEnd(LoopEndKind.Parked, context!.Step) { By = park.By };
            if (_control.StoppedBetweenBatches && context is not null
                && context.SaveCheckpoint(_control.EndedBy is null ? CheckpointReason.Park : CheckpointReason.End)
                && _control.EndedBy is { } stop)
            {
                sink!.Durable(stop, context.Step);
            }

            return new LoopEnd(LoopEndKind.Stopped, context?.Step ?? 0);
        }
    }

    private static Task RunOnOwnThread(Action work, string name)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.BelowNormal }.Start();
        return done.Task;
    }
}
