using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;

namespace TrainingDashboard.Training.Trainers;

/// <summary>
/// Where a loop's reports go. The border between the loop and the rest of the house: calls come on the loop's thread,
/// must not block on any viewer, and may cross a process.
/// </summary>
public interface ITrainingSink
{
    /// <summary>The loop knows how many batches the epoch under way has, and how many there will be in all.</summary>
    void Plan(int stepsPerEpoch, long totalSteps);

    /// <summary>A step is done.</summary>
    /// <param name="step">Its number, the first is 1.</param>
    /// <param name="report">What the loop said of it.</param>
    /// <param name="samplesPerSecond">Samples over the time the step took, without pauses.</param>
    void Step(long step, in StepReport report, double samplesPerSecond);

    /// <summary>A value of any other series.</summary>
    void Point(string series, long step, double value);

    /// <summary>An epoch begins (1 for the first).</summary>
    void Epoch(int epoch);

    /// <summary>The validation part was judged.</summary>
    void Validation(int epoch, long step, ValidationReport report);

    /// <summary>The trainer says something.</summary>
    void Log(LogLevel level, string text);

    /// <summary>Whether it is time to keep the loop's state. Asked once per batch, so the answer costs next to nothing.</summary>
    bool CheckpointDue();

    /// <summary>The loop's state between two batches, encoded; keeps it durably before returning.</summary>
    /// <returns>Whether it could be kept.</returns>
    bool Checkpoint(TrainingPosition position, byte[] content, CheckpointReason why);

    /// <summary>The loop obeyed a command that steers it, or paused or stopped by itself.</summary>
    void Steered(Steered what)
    {
    }
}
