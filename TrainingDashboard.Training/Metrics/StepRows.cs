using System.Buffers;

namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Steps as they are reported, each a row in one place, and turned into columns only when they are sealed, by whoever
/// does that: between two steps the loop's own work drives everything else out of the cache, and a row touches one line of
/// it where seven columns touch a dozen. Not thread-safe: the owner locks.
/// </summary>
internal sealed class StepRows
{
    private readonly List<(StepRow[] Rows, bool HasAccuracy)> _full = [];
    private StepRow[] _rows = new StepRow[MetricBuffer.RowsInBlock];
    private int _count;
    private bool _hasAccuracy;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="hasAccuracy">Whether its accuracy was reported; where none of a block was, the block has no such series.</param>
    public void Add(in StepRow row, bool hasAccuracy)
    {
        _rows[_count++] = row;
        _hasAccuracy |= hasAccuracy;
        if (_count < MetricBuffer.RowsInBlock)
            return;
        _full.Add((_rows, _hasAccuracy));
        _rows = ArrayPool<StepRow>.Shared.Rent(MetricBuffer.RowsInBlock);
        (_count, _hasAccuracy) = (0, false);
    }

    /// <summary>Takes everything out as blocks and is empty afterwards.</summary>
    public IReadOnlyList<MetricBlock> Seal()
    {
        var blocks = new List<MetricBlock>(_full.Count + 1);
        foreach (var (rows, hasAccuracy) in _full)
        {
            blocks.Add(ToBlock(rows.AsSpan(0, MetricBuffer.RowsInBlock), hasAccuracy));
            ArrayPool<StepRow>.Shared.Return(rows);
        }

        if (_count > 0)
            blocks.Add(ToBlock(_rows.AsSpan(0, _count), _hasAccuracy));
        _full.Clear();
        (_count, _hasAccuracy) = (0, false);
        return blocks;
    }

    private static MetricBlock ToBlock(ReadOnlySpan<StepRow> rows, bool hasAccuracy)
    {
        var (steps, times) = (new long[rows.Length], new long[rows.Length]);
        var (losses, accuracies) = (new double[rows.Length], hasAccuracy ? new double[rows.Length] : []);
        var (rates, norms, speeds) = (new double[rows.Length], new double[rows.Length], new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            (steps[i], times[i], losses[i], rates[i], norms[i], speeds[i]) =
                (row.Step, row.Time, row.Loss, row.LearningRate, row.GradientNorm, row.SamplesPerSecond);
            if (hasAccuracy)
                accuracies[i] = row.Accuracy;
        }

        var series = new Dictionary<string, IReadOnlyList<double>>(5, StringComparer.Ordinal) { [SeriesNames.Loss] = losses };
        if (hasAccuracy)
            series.Add(SeriesNames.Accuracy, accuracies);
        series.Add(SeriesNames.LearningRate, rates);
        series.Add(SeriesNames.GradientNorm, norms);
        series.Add(SeriesNames.SamplesPerSecond, speeds);
        return new MetricBlock(steps, times, series);
    }
}

/// <summary>What one step reported.</summary>
internal readonly record struct StepRow(
    long Step, long Time, double Loss, double Accuracy, double LearningRate, double GradientNorm, double SamplesPerSecond);
