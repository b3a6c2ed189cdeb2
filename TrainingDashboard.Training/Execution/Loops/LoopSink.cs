using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>The loop's side of the border: says when each thing happened, and decides which states become checkpoints.</summary>
/// <param name="listener">Who hears of it.</param>
/// <param name="checkpoints">Decides.</param>
/// <param name="step">Batches completed when the attempt begins.</param>
/// <param name="time">The clock.</param>
internal sealed class LoopSink(ILoopListener listener, CheckpointKeeper checkpoints, long step, TimeProvider time) : ITrainingSink
{
    private long _lastStep = step;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public void Plan(int stepsPerEpoch, long totalSteps) => listener.Plan(totalSteps);

    /// <inheritdoc/>
    public void Step(long step, in StepReport report, double samplesPerSecond)
    {
        _lastStep = step;
        listener.Step(Now, step, report, samplesPerSecond);
    }

    /// <inheritdoc/>
    public void Point(string series, long step, double value) => listener.Point(Now, series, step, value);

    /// <summary>Values that nobody waits for.</summary>
    public void Sample(long step, IReadOnlyList<KeyValuePair<string, double>> values) => listener.Sample(Now, step, values);

    /// <inheritdoc/>
    public void Epoch(int epoch) => listener.Epoch(epoch);

    /// <inheritdoc/>
    public void Validation(int epoch, long step, ValidationReport report)
    {
        listener.Validation(Now, epoch, step, report);
        checkpoints.Judged(step, report);
    }

    /// <inheritdoc/>
    public void Log(LogLevel level, string text) => listener.Log(Now, level, text);

    /// <inheritdoc/>
    public void Steered(Steered what) => listener.Steered(time.GetUtcNow(), what);

    /// <summary>A command took effect.</summary>
    public void Applied(JobCommand command, long step) => listener.Applied(time.GetUtcNow(), command, step);

    /// <inheritdoc/>
    public bool CheckpointDue() => checkpoints.IsDue(_lastStep);

    /// <inheritdoc/>
    public bool Checkpoint(TrainingPosition position, byte[] content, CheckpointReason why) => checkpoints.Take(position, content, why);

    /// <summary>Keeps the loop's state because a command asked for it, and says what became of the command.</summary>
    /// <returns>Whether it is durable.</returns>
    public bool Keep(JobCommand command, TrainingPosition position, byte[] content)
    {
        var at = time.GetUtcNow();
        var why = command.Action == CommandAction.Park ? CheckpointReason.Park : CheckpointReason.Manual;
        var fault = checkpoints.TryKeep(position, content, why);
        listener.Kept(at, command, position.Step, fault);
        return fault is null;
    }

    /// <summary>The checkpoint that a command includes is durable.</summary>
    public void Durable(JobCommand command, long step) => listener.Durable(time.GetUtcNow(), command, step);
}
