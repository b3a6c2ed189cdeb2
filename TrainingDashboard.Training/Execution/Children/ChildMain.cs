using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Scratch;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>
/// A loop's process: runs the one loop that its worker tells it to, and ends with the worker, whatever the loop is doing.
/// Writes nothing to the disk.
/// </summary>
internal sealed class ChildMain
{
    /// <summary>The word that a process is started with to be one.</summary>
    public const string Word = "loop";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private readonly FrameInput _input;
    private readonly ControlPoint _control;
    private readonly PipedListener _listener;
    private JobId _job;
    private LoopRun? _run;

    private ChildMain(FrameInput input, ControlPoint control, PipedListener listener)
        => (_input, _control, _listener) = (input, control, listener);

    /// <summary>Serves the worker until it closes the pipe.</summary>
    /// <param name="inputHandle">The pipe that the worker writes into.</param>
    /// <param name="outputHandle">The pipe that it reads from.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string inputHandle, string outputHandle)
    {
        // The worker alone decides when a loop ends; signals to a whole group reach it as well.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        ProcessGroup.BecomeLeader();
        YieldToTheDashboard();
        using var input = new AnonymousPipeClientStream(PipeDirection.In, inputHandle);
        using var output = new AnonymousPipeClientStream(PipeDirection.Out, outputHandle);
        // What the trainer starts has no business with them, and would keep them open when the loop has ended.
        ProcessGroup.KeepFromOthers(input.SafePipeHandle);
        ProcessGroup.KeepFromOthers(output.SafePipeHandle);
        using var buffered = new BufferedStream(input, FrameInput.BufferSize);
        using var control = new ControlPoint();
        var listener = new PipedListener(output, control, TimeProvider.System);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => listener.Finish(s_patience);
        new ChildMain(new FrameInput(buffered), control, listener).Serve();
        // A loop that is still under way has nobody left to run for, and may not end by itself.
        _ = Task.Delay(s_patience).ContinueWith(_ => Process.GetCurrentProcess().Kill(), TaskScheduler.Default);
        ProcessGroup.EndOthers();
        Environment.Exit(0);
        return 0;
    }

    // Threads started from here on inherit it.
    private static void YieldToTheDashboard()
    {
        try
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is Win32Exception or NotSupportedException)
        {
            // Some containers forbid it; the loop runs all the same.
        }
    }

    private void Serve()
    {
        try
        {
            while (_input.TryRead(out var kind, out var values))
                Take((WorkerFrame)kind, values);
        }
        catch (IOException)
        {
            // As at the end of the pipe.
        }
    }

    private void Take(WorkerFrame kind, FrameValues values)
    {
        switch (kind)
        {
            case WorkerFrame.Begin:
                var order = values.ReadJson<ChildOrder>();
                Begin(order, values.ReadBytes().ToArray());
                break;
            case WorkerFrame.Describe:
                var plugin = values.ReadText();
                _ = Task.Run(() => _listener.Answer(PluginReader.Read(plugin)));
                break;
            case WorkerFrame.Scratch:
                var scratch = values.ReadJson<ScratchChildOrder>();
                var from = values.ReadBytes().ToArray();
                _ = Task.Run(async () => _listener.Answer(await RunAsync(scratch, from)));
                break;
            case WorkerFrame.GoOn:
                Start(values.ReadJson<LoopTurn>());
                break;
            case WorkerFrame.Command:
                if (SteeringRules.ToCommand(values.ReadJson<PendingCommand>(), _job) is { } command)
                    _control.Post(command);
                break;
            case WorkerFrame.Interrupt:
                _control.Interrupt();
                break;
            case WorkerFrame.Answer:
                _listener.TakeAnswer(values.ReadText() is { Length: > 0 } fault ? fault : null);
                break;
            default:
                throw new InvalidDataException($"A frame of the kind {kind}.");
        }
    }

    private void Begin(ChildOrder order, byte[] resume)
    {
        _job = order.Loop.Job;
        ITrainer trainer;
        Checkpoint? checkpoint;
        try
        {
            trainer = order.Trainer.Make();
            checkpoint = resume.Length == 0 ? null : Checkpoint.Decode(resume);
        }
        catch (Exception e)
        {
            _listener.Ended(LoopEnd.OfFault(e, step: 0));
            return;
        }

        _run = new LoopRun(order.Loop, checkpoint, trainer, new DatasetCatalog(order.Datasets, TimeProvider.System), _control, TimeProvider.System);
        Start(order.Turn);
    }

    private static async Task<ScratchAnswer> RunAsync(ScratchChildOrder scratch, byte[] from)
    {
        try
        {
            return await ScratchRun.RunAsync(
                scratch.Order, Checkpoint.Decode(from), scratch.Trainer.Make(),
                new DatasetCatalog(scratch.Datasets, TimeProvider.System), CancellationToken.None);
        }
        catch (Exception e)
        {
            return new ScratchAnswer { Fault = ScratchFault.Of(e) };
        }
    }

    private void Start(LoopTurn turn)
        => _ = Task.Run(async () => _listener.Ended(await _run!.RunAsync(turn, _listener)));
}
