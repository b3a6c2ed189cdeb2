using System.ComponentModel;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>
/// A loop in a process of its own, as its worker sees it: whatever ends that process, this one goes on. What does not obey
/// is ended.
/// </summary>
/// <param name="program">Starts the process.</param>
/// <param name="trainer">Whose loop.</param>
/// <param name="datasets">Where data are found.</param>
/// <param name="options">How long to wait for what, and the memory.</param>
/// <param name="time">The clock.</param>
internal sealed class ChildLoop(ChildProgram program, TrainerSource trainer, DatasetsOptions datasets, ExecutionOptions options, TimeProvider time) : ILoop
{
    private static readonly TimeSpan s_exitPatience = TimeSpan.FromSeconds(5);
    private readonly Channel<FrameBuffer> _outgoing = Channel.CreateUnbounded<FrameBuffer>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ChildOutput _said = new();
    private readonly CancellationTokenSource _over = new();
    private readonly ChildWatch _watch = new(options, time);
    private StartedChild? _child;
    private Task _serving = Task.CompletedTask;
    private volatile IWorkerListener _listener = null!;
    private volatile TaskCompletionSource<LoopEnd> _end = null!;
    private volatile LoopEnd? _fate;
    private volatile LoopEnd? _told;
    private JobId _job;
    private long _pausedTicks;
    private long _lastStep;

    /// <inheritdoc/>
    public TimeSpan PausedTime => TimeSpan.FromTicks(Volatile.Read(ref _pausedTicks));

    /// <inheritdoc/>
    public void Post(JobCommand command)
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        Send(new FrameBuffer().Begin((byte)WorkerFrame.Command).WriteJson(SteeringRules.ToPending(command)));
        if (command.Action == CommandAction.Stop)
            _watch.ExpectEnd(command);
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        Send(new FrameBuffer().Begin((byte)WorkerFrame.Interrupt));
        _watch.ExpectEnd(null);
    }

    /// <inheritdoc/>
    public async Task<LoopEnd> RunAsync(LoopOrder order, LoopTurn turn, Func<Task<Checkpoint?>> resume, IWorkerListener listener)
    {
        (_job, _listener) = (order.Job, listener);
        _end = new TaskCompletionSource<LoopEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        StartedChild child;
        try
        {
            _child = child = program.Start(options.MemoryMegabytes);
        }
        catch (Win32Exception e)
        {
            return new LoopEnd(LoopEndKind.Failed, 0) { Reason = $"The job's process could not be started: {e.Message}", Error = e.Message };
        }

        _said.Listen(child.Process, line => _listener.Log(time.GetUtcNow().ToUnixTimeMilliseconds(), line.Level, line.Text));
        _watch.Contact = (silence, isBack) => _listener.Contact(time.GetUtcNow(), silence, isBack);
        _watch.Overdue = End;
        _watch.Left = child.End;
        var checkpoint = await resume();
        _lastStep = checkpoint is null ? 0 : turn.Step;
        var begin = new FrameBuffer().Begin((byte)WorkerFrame.Begin)
            .WriteJson(new ChildOrder(order, turn, trainer, datasets))
            .Write(checkpoint is null ? [] : checkpoint.Encoded.Span);
        begin.End();
        _serving = Task.WhenAll(
            Task.Run(() => WriteAsync(child.Input, begin)),
            Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            _watch.WatchAsync(child.Process, _over.Token));
        return await _end.Task;
    }

    /// <inheritdoc/>
    public async Task<LoopEnd> GoOnAsync(LoopTurn turn, IWorkerListener listener)
    {
        _listener = listener;
        Volatile.Write(ref _lastStep, turn.Step);
        var next = new TaskCompletionSource<LoopEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        _end = next;
        Send(new FrameBuffer().Begin((byte)WorkerFrame.GoOn).WriteJson(turn));
        // The process may have ended in between.
        if (_watch.HasEnded)
            next.TrySetResult(await EndOfProcessAsync());
        return await next.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _outgoing.Writer.TryComplete();
        if (_child is { } child)
        {
            // The process ends when the worker's end of the pipe is closed.
            await child.Input.DisposeAsync();
            using (var patience = new CancellationTokenSource(s_exitPatience, time))
                await child.Process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            child.End();
            await HearOutAsync();
            await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await child.Output.DisposeAsync();
            child.Process.Dispose();
        }

        _over.Dispose();
    }

    private async Task HearOutAsync()
        => await _said.Ended.WaitAsync(s_exitPatience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Send(FrameBuffer frame)
    {
        frame.End();
        _outgoing.Writer.TryWrite(frame);
    }

    // Ended from here, for a reason that the process does not know.
    private void End(LoopEnd end, JobCommand? stop)
    {
        if (_told is not null)
        {
            _child!.End();
            return;
        }

        if (stop is not null)
            _listener.Applied(time.GetUtcNow(), stop, Volatile.Read(ref _lastStep));
        _fate = end with { Step = Volatile.Read(ref _lastStep) };
        _child!.End();
    }

    // Where the process takes nothing, commands wait here, and whoever sends them does not.
    private async Task WriteAsync(Stream pipe, FrameBuffer begin)
    {
        try
        {
            pipe.Write(begin.Written);
            await foreach (var frame in _outgoing.Reader.ReadAllAsync())
                pipe.Write(frame.Written);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process has ended; the reader says how.
        }
    }

    private void Read()
    {
        using var pipe = new BufferedStream(_child!.Output, FrameInput.BufferSize);
        var input = new FrameInput(pipe);
        try
        {
            while (true)
            {
                _watch.Waiting();
                if (!input.TryRead(out var kind, out var values))
                    break;
                _watch.Heard();
                Take((LoopFrame)kind, values);
            }
        }
        catch (Exception e)
        {
            _fate ??= new LoopEnd(LoopEndKind.Failed, Volatile.Read(ref _lastStep)) { Reason = $"The job's process cannot be understood: {e.Message}", Error = e.Message };
            _child!.End();
        }

        _watch.HasEnded = true;
        _end.TrySetResult(EndOfProcessAsync().GetAwaiter().GetResult());
    }

    private void Take(LoopFrame kind, FrameValues values)
    {
        var listener = _listener;
        switch (kind)
        {
            case LoopFrame.Beat:
                var pulse = new LoopPulse(TimeSpan.FromTicks(values.ReadInt64()), values.ReadInt64(), values.ReadByte() != 0);
                Volatile.Write(ref _pausedTicks, pulse.Paused.Ticks);
                _watch.Take(pulse);
                break;
            case LoopFrame.Plan:
                listener.Plan(values.ReadInt64());
                break;
            case LoopFrame.Step:
                TakeStep(listener, values);
                break;
            case LoopFrame.Point:
                var (pointAt, pointStep, value) = (values.ReadInt64(), values.ReadInt64(), values.ReadDouble());
                listener.Point(pointAt, values.ReadText(), pointStep, value);
                break;
            case LoopFrame.Sample:
                TakeSample(listener, values);
                break;
            case LoopFrame.Epoch:
                listener.Epoch(values.ReadInt32());
                break;
            case LoopFrame.Validation:
                TakeValidation(listener, values);
                break;
            case LoopFrame.Log:
                listener.Log(values.ReadInt64(), (LogLevel)values.ReadByte(), values.ReadText());
                break;
            case LoopFrame.Steered:
                listener.Steered(values.ReadTime(), values.ReadJson<SteeredFrame>().ToSteered(_job));
                break;
            case LoopFrame.Applied:
                var (appliedAt, appliedStep) = (values.ReadTime(), values.ReadInt64());
                listener.Applied(appliedAt, Command(values), appliedStep);
                break;
            case LoopFrame.Keep:
                TakeState(listener, values);
                break;
            case LoopFrame.Kept:
                var (keptAt, keptStep, kept) = (values.ReadTime(), values.ReadInt64(), values.ReadJson<PendingCommand>());
                listener.Kept(keptAt, SteeringRules.ToCommand(kept, _job)!, keptStep, values.ReadText() is { Length: > 0 } fault ? fault : null);
                break;
            case LoopFrame.Durable:
                var (durableAt, durableStep) = (values.ReadTime(), values.ReadInt64());
                listener.Durable(durableAt, Command(values), durableStep);
                break;
            case LoopFrame.Ended:
                TakeEnd(values.ReadJson<LoopEnd>());
                break;
            default:
                throw new InvalidDataException($"a frame of the kind {kind}.");
        }
    }

    // The process ends then, and its last words are heard before the loop's end is told: nothing is added to a job that has ended.
    private void TakeEnd(LoopEnd end)
    {
        if (end.Kind == LoopEndKind.WentBack)
        {
            _end.TrySetResult(end);
            return;
        }

        _told = end;
        _child!.Input.Dispose();
    }

    private JobCommand Command(FrameValues values)
        => SteeringRules.ToCommand(values.ReadJson<PendingCommand>(), _job) ?? throw new InvalidDataException("a command that nobody knows.");

    private void TakeStep(ILoopListener listener, FrameValues values)
    {
        var (at, step) = (values.ReadInt64(), values.ReadInt64());
        var report = new StepReport(values.ReadDouble(), values.ReadOptionalDouble(), values.ReadDouble(), values.ReadDouble(), Samples: 0);
        listener.Step(at, step, report, values.ReadDouble());
        Volatile.Write(ref _lastStep, step);
    }

    private static void TakeSample(ILoopListener listener, FrameValues values)
    {
        var (at, step) = (values.ReadInt64(), values.ReadInt64());
        var sample = new KeyValuePair<string, double>[values.ReadInt32()];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = new(values.ReadText(), values.ReadDouble());
        listener.Sample(at, step, sample);
    }

    private static void TakeValidation(ILoopListener listener, FrameValues values)
    {
        var (at, step, epoch) = (values.ReadInt64(), values.ReadInt64(), values.ReadInt32());
        var (loss, accuracy) = (values.ReadDouble(), values.ReadOptionalDouble());
        var confusion = values.ReadJson<ConfusionMatrix>();
        listener.Validation(at, epoch, step, new ValidationReport(loss, accuracy, confusion.Classes.Count == 0 ? null : confusion));
    }

    private void TakeState(ILoopListener listener, FrameValues values)
    {
        var position = new TrainingPosition(values.ReadInt32(), values.ReadInt32(), values.ReadInt64());
        var reason = (CheckpointReason)values.ReadByte();
        var (loss, accuracy) = (values.ReadOptionalDouble(), values.ReadOptionalDouble());
        var fault = listener.Keep(new CheckpointDraft(position, values.ReadBytes().ToArray(), reason, loss, accuracy));
        Send(new FrameBuffer().Begin((byte)WorkerFrame.Answer).Write(fault ?? ""));
    }

    /// <summary>How the loop ended, told by the process's own end.</summary>
    private async Task<LoopEnd> EndOfProcessAsync()
    {
        var process = _child!.Process;
        using (var patience = new CancellationTokenSource(s_exitPatience, time))
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Its last words are still on their way; whom it started would hold them up.
        _child!.End();
        await HearOutAsync();
        var step = Volatile.Read(ref _lastStep);
        return _told ?? _fate ?? ChildExit.Describe(process.HasExited ? process.ExitCode : null, _said, step);
    }
}
