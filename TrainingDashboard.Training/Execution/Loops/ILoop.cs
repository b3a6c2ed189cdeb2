using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>A job's loop as the worker that holds the job sees it. Used by one attempt after another.</summary>
internal interface ILoop : ICommandMailbox, IAsyncDisposable
{
    /// <summary>How long the loop has stood paused in all.</summary>
    TimeSpan PausedTime { get; }

    /// <summary>Ends the loop without a command, because the worker shuts down.</summary>
    void Interrupt();

    /// <summary>Runs the loop until it ends.</summary>
    /// <param name="order">What it is to do.</param>
    /// <param name="turn">The first attempt.</param>
    /// <param name="resume">Loads the checkpoint to go on from; null to begin.</param>
    /// <param name="listener">Hears what happens.</param>
    Task<LoopEnd> RunAsync(LoopOrder order, LoopTurn turn, Func<Task<Checkpoint?>> resume, IWorkerListener listener);

    /// <summary>Goes on after the loop <see cref="LoopEndKind.WentBack"/>.</summary>
    /// <param name="turn">The next attempt.</param>
    /// <param name="listener">Hears what happens.</param>
    Task<LoopEnd> GoOnAsync(LoopTurn turn, IWorkerListener listener);
}
