using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Trainers;

/// <summary>A sink that remembers everything a loop says.</summary>
internal sealed class Recorder : ITrainingSink
{
    public Dictionary<long, StepReport> Steps { get; } = [];

    /// <summary>What the loop did because it is steered.</summary>
    public List<Steered> Doings { get; } = [];

    public List<ValidationReport> Validations { get; } = [];

    public List<(string Series, long Step, double Value)> Points { get; } = [];

    public List<(TrainingPosition Position, byte[] Content)> Checkpoints { get; } = [];

    /// <summary>Called after each step with its number.</summary>
    public Action<long>? AfterStep { get; init; }

    /// <summary>Called with each validation report.</summary>
    public Action<int, ValidationReport>? AfterValidation { get; init; }

    public void Plan(int stepsPerEpoch, long totalSteps)
    {
    }

    public void Step(long step, in StepReport report, double samplesPerSecond)
    {
        Steps[step] = report;
        AfterStep?.Invoke(step);
    }

    public void Point(string series, long step, double value) => Points.Add((series, step, value));

    public void Epoch(int epoch)
    {
    }

    public void Validation(int epoch, long step, ValidationReport report)
    {
        Validations.Add(report);
        AfterValidation?.Invoke(epoch, report);
    }

    public void Log(LogLevel level, string text)
    {
    }

    public void Steered(Steered what) => Doings.Add(what);

    public bool CheckpointDue() => false;

    public bool Checkpoint(TrainingPosition position, byte[] content, CheckpointReason why)
    {
        Checkpoints.Add((position, content));
        return true;
    }
}
