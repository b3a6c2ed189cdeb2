using System.ComponentModel;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Scratch;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>Runs loops beside any job in processes of their own, one after another.</summary>
/// <param name="program">Starts them.</param>
/// <param name="datasets">Where data are found.</param>
/// <param name="memoryMegabytes">Memory for managed objects; 0 for as much as there is.</param>
internal sealed class ScratchChildren(ChildProgram program, DatasetsOptions datasets, int memoryMegabytes)
{
    /// <summary>Runs one.</summary>
    /// <exception cref="OperationCanceledException">It was given up; its process is ended.</exception>
    public async Task<ScratchAnswer> RunAsync(ScratchOrder order, Checkpoint from, ITrainer trainer, CancellationToken cancellationToken)
    {
        StartedChild child;
        try
        {
            child = program.Start(memoryMegabytes);
        }
        catch (Win32Exception e)
        {
            return new ScratchAnswer { Fault = new ScratchFault(ScratchFaultKind.Run, $"Its process could not be started: {e.Message}") };
        }

        using var process = child.Process;
        var said = new ChildOutput();
        said.Listen(process, _ => { });
        try
        {
            using var giveUp = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var answer = await Task.Factory.StartNew(
                () => Ask(child, order, from, trainer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (answer is not null)
                return answer;
            await process.WaitForExitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return new ScratchAnswer { Fault = new ScratchFault(ScratchFaultKind.Run, ChildExit.Describe(process.ExitCode, said, from.Position.Step).Reason!) };
        }
        finally
        {
            await child.Input.DisposeAsync();
            await child.Output.DisposeAsync();
            process.Kill(entireProcessTree: true);
        }
    }

    /// <returns>Null where the process ended without an answer.</returns>
    private ScratchAnswer? Ask(StartedChild child, ScratchOrder order, Checkpoint from, ITrainer trainer)
    {
        try
        {
            var frame = new FrameBuffer().Begin((byte)WorkerFrame.Scratch)
                .WriteJson(new ScratchChildOrder(order, trainer.GetType().AssemblyQualifiedName!, datasets)).Write(from.Encoded.Span);
            frame.End();
            child.Input.Write(frame.Written);
            using var pipe = new BufferedStream(child.Output, FrameInput.BufferSize);
            var input = new FrameInput(pipe);
            while (input.TryRead(out var kind, out var values))
            {
                if ((LoopFrame)kind == LoopFrame.Scratch)
                    return values.ReadJson<ScratchAnswer>();
            }
        }
        catch (IOException)
        {
            // It has ended; its exit code says more.
        }

        return null;
    }
}

/// <summary>A <see cref="ScratchOrder"/> with what its process cannot find out from it.</summary>
/// <param name="Order">What to do.</param>
/// <param name="TrainerType">The trainer's class, with its assembly.</param>
/// <param name="Datasets">Where data are found.</param>
internal sealed record ScratchChildOrder(ScratchOrder Order, string TrainerType, DatasetsOptions Datasets);
