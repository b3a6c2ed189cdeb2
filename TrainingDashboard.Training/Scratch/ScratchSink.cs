using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Scratch;

/// <summary>Collects what a loop says that nobody keeps.</summary>
/// <param name="enough">Ends the loop.</param>
/// <param name="lastStep">After this step.</param>
internal sealed class ScratchSink(Action enough, long lastStep) : ITrainingSink
{
    private readonly Dictionary<string, SortedDictionary<long, double>> _series = new(StringComparer.Ordinal);
    private int _stepsPerEpoch;

    /// <summary>What it said so far.</summary>
    public ScratchReport ToReport() => new(
        _series.ToDictionary(
            series => series.Key,
            series => new ScratchSeries([.. series.Value.Keys], [.. series.Value.Values.Select(BitConverter.DoubleToInt64Bits)]),
            StringComparer.Ordinal),
        _stepsPerEpoch);

    /// <inheritdoc/>
    public void Plan(int stepsPerEpoch, long totalSteps) => _stepsPerEpoch = stepsPerEpoch;

    /// <inheritdoc/>
    public void Step(long step, in StepReport report, double samplesPerSecond)
    {
        Point(SeriesNames.Loss, step, report.Loss);
        if (report.Accuracy is { } accuracy)
            Point(SeriesNames.Accuracy, step, accuracy);
        Point(SeriesNames.LearningRate, step, report.LearningRate);
        Point(SeriesNames.GradientNorm, step, report.GradientNorm);
        if (step >= lastStep)
            enough();
    }

    /// <inheritdoc/>
    public void Point(string series, long step, double value)
    {
        if (!_series.TryGetValue(series, out var points))
            _series.Add(series, points = []);
        points[step] = value;
    }

    /// <inheritdoc/>
    public void Validation(int epoch, long step, ValidationReport report)
    {
        Point(SeriesNames.ValidationLoss, step, report.Loss);
        if (report.Accuracy is { } accuracy)
            Point(SeriesNames.ValidationAccuracy, step, accuracy);
    }

    /// <inheritdoc/>
    public void Epoch(int epoch)
    {
    }

    /// <inheritdoc/>
    public void Log(LogLevel level, string text)
    {
    }

    /// <inheritdoc/>
    public bool CheckpointDue() => false;

    /// <inheritdoc/>
    public bool Checkpoint(TrainingPosition position, byte[] content, CheckpointReason why) => true;
}
