using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>
/// What a loop tells the worker that holds its job, in order. The border between the two, which may be that of a process:
/// everything crosses as a value, and only <see cref="Keep"/> waits for an answer. Times are of the moment it happened in the
/// loop, as numbers in milliseconds since 1970-01-01 UTC.
/// </summary>
internal interface ILoopListener
{
    /// <summary>The loop knows how many batches there will be in all.</summary>
    void Plan(long totalSteps);

    /// <summary>A step is done.</summary>
    void Step(long at, long step, in StepReport report, double samplesPerSecond);

    /// <summary>A value of any other series.</summary>
    void Point(long at, string series, long step, double value);

    /// <summary>Values of series that nobody waits for: they are passed on with what comes next, or some time later.</summary>
    void Sample(long at, long step, IReadOnlyList<KeyValuePair<string, double>> values);

    /// <summary>An epoch begins, 1 for the first.</summary>
    void Epoch(int epoch);

    /// <summary>The validation part was judged.</summary>
    void Validation(long at, int epoch, long step, ValidationReport report);

    /// <summary>The trainer says something.</summary>
    void Log(long at, LogLevel level, string text);

    /// <summary>The loop obeyed a command that steers it, or paused or stopped by itself.</summary>
    void Steered(DateTimeOffset at, Steered what);

    /// <summary>A command took effect.</summary>
    /// <param name="at">When.</param>
    /// <param name="command">Which.</param>
    /// <param name="step">Batches completed by then.</param>
    void Applied(DateTimeOffset at, JobCommand command, long step);

    /// <summary>Makes a state durable, with everything told before it.</summary>
    /// <returns>Null, or why it could not be kept.</returns>
    string? Keep(CheckpointDraft draft);

    /// <summary>What became of a command that asked for a checkpoint.</summary>
    /// <param name="at">When the loop saw the command.</param>
    /// <param name="command">Which.</param>
    /// <param name="step">Batches completed by then.</param>
    /// <param name="fault">Why there is none; null where it is durable.</param>
    void Kept(DateTimeOffset at, JobCommand command, long step, string? fault);

    /// <summary>The checkpoint that a command includes is durable.</summary>
    void Durable(DateTimeOffset at, JobCommand command, long step);
}

/// <summary>The worker's end of the border, which also hears of the loop's process from who watches that.</summary>
internal interface IWorkerListener : ILoopListener
{
    /// <summary>The loop's process gives no sign of life, or does so again. Told from any thread.</summary>
    /// <param name="at">When that was noticed.</param>
    /// <param name="silence">How long it has been silent, or was.</param>
    /// <param name="isBack">Whether it is heard of again.</param>
    void Contact(DateTimeOffset at, TimeSpan silence, bool isBack);
}
