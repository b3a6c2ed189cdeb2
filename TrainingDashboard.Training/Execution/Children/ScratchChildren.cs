using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Scratch;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>Runs loops beside any job in processes of their own.</summary>
/// <param name="processes">Starts them.</param>
/// <param name="datasets">Where data are found.</param>
internal sealed class ScratchChildren(OneShot processes, DatasetsOptions datasets)
{
    /// <summary>Runs one.</summary>
    /// <exception cref="OperationCanceledException">It was given up; its process is ended.</exception>
    public Task<ScratchAnswer> RunAsync(ScratchOrder order, Checkpoint from, TrainerSource trainer, CancellationToken cancellationToken)
        => processes.AskAsync(
            new FrameBuffer().Begin((byte)WorkerFrame.Scratch).WriteJson(new ScratchChildOrder(order, trainer, datasets)).Write(from.Encoded.Span),
            reason => new ScratchAnswer { Fault = new ScratchFault(ScratchFaultKind.Run, reason) },
            cancellationToken);
}

/// <summary>A <see cref="ScratchOrder"/> with what its process cannot find out from it.</summary>
/// <param name="Order">What to do.</param>
/// <param name="Trainer">Whose loop.</param>
/// <param name="Datasets">Where data are found.</param>
internal sealed record ScratchChildOrder(ScratchOrder Order, TrainerSource Trainer, DatasetsOptions Datasets);
