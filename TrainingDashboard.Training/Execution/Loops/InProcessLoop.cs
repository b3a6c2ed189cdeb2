using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>A loop in the worker's own process: it begins soonest, and what ends the process ends the worker.</summary>
internal sealed class InProcessLoop(ITrainer? trainer, DatasetCatalog datasets, TimeProvider time) : ILoop
{
    private readonly ControlPoint _control = new(time: time);
    private LoopRun? _run;

    /// <inheritdoc/>
    public TimeSpan PausedTime => _control.PausedTime;

    /// <inheritdoc/>
    public void Post(JobCommand command) => _control.Post(command);

    /// <inheritdoc/>
    public void Interrupt() => _control.Interrupt();

    /// <inheritdoc/>
    public async Task<LoopEnd> RunAsync(LoopOrder order, LoopTurn turn, Func<Task<Checkpoint?>> resume, IWorkerListener listener)
    {
        _run = new LoopRun(order, await resume(), trainer, datasets, _control, time);
        return await _run.RunAsync(turn, listener);
    }

    /// <inheritdoc/>
    public Task<LoopEnd> GoOnAsync(LoopTurn turn, IWorkerListener listener) => _run!.RunAsync(turn, listener);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _control.Dispose();
        return ValueTask.CompletedTask;
    }
}
