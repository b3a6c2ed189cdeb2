namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Collects points on the loop's thread until they are sealed into blocks. Rows of the same set of series share a
/// block, up to <see cref="RowsInBlock"/> of them. Not thread-safe: the owner locks.
/// </summary>
public sealed class MetricBuffer
{
    /// <summary>
    /// Rows in a block at the most: as many as a row of a pyramid has points, and so few that no column is an object the
    /// collector treats as large.
    /// </summary>
    public const int RowsInBlock = 1_024;

    private static readonly string[] s_stepSeries =
        [SeriesNames.Loss, SeriesNames.Accuracy, SeriesNames.LearningRate, SeriesNames.GradientNorm, SeriesNames.SamplesPerSecond];

    private readonly Dictionary<string, Columns> _others = new(StringComparer.Ordinal);
    private readonly List<MetricBlock> _full = [];
    private Columns _steps = new(s_stepSeries.Length, capacity: 0);
    private bool _hasAccuracy;

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a step's row.</summary>
    public void AddStep(long step, long time, double loss, double? accuracy, double learningRate, double gradientNorm, double samplesPerSecond)
    {
        _hasAccuracy |= accuracy.HasValue;
        _steps.Add(step, time, [loss, accuracy ?? double.NaN, learningRate, gradientNorm, samplesPerSecond]);
        Count++;
        if (_steps.Count == RowsInBlock)
            SealSteps();
    }

    /// <summary>Adds a point of any series.</summary>
    public void Add(string series, long step, long time, double value)
    {
        if (!_others.TryGetValue(series, out var columns))
            _others.Add(series, columns = new Columns(1, capacity: 0));
        columns.Add(step, time, [value]);
        Count++;
        if (columns.Count < RowsInBlock)
            return;
        _full.Add(columns.ToBlock([series], without: null));
        _others.Remove(series);
    }

    /// <summary>Takes everything out as blocks and is empty afterwards.</summary>
    public IReadOnlyList<MetricBlock> Seal()
    {
        if (_steps.Count > 0)
            SealSteps();
        MetricBlock[] blocks = [.. _full, .. _others.Select(other => other.Value.ToBlock([other.Key], without: null))];
        _full.Clear();
        _others.Clear();
        Count = 0;
        return blocks;
    }

    // The next block will hold about as many rows: room for them now spares the loop growing seven columns.
    private void SealSteps()
    {
        _full.Add(_steps.ToBlock(s_stepSeries, without: _hasAccuracy ? null : SeriesNames.Accuracy));
        _steps = new Columns(s_stepSeries.Length, Math.Min(RowsInBlock, _steps.Count + (_steps.Count / 4)));
        _hasAccuracy = false;
    }

    private sealed class Columns
    {
        private readonly List<long> _steps;
        private readonly List<long> _times;
        private readonly List<double>[] _values;

        public Columns(int width, int capacity)
        {
            _steps = new(capacity);
            _times = new(capacity);
            _values = new List<double>[width];
            for (var i = 0; i < width; i++)
                _values[i] = new(capacity);
        }

        public int Count => _steps.Count;

        public void Add(long step, long time, ReadOnlySpan<double> row)
        {
            _steps.Add(step);
            _times.Add(time);
            for (var i = 0; i < row.Length; i++)
                _values[i].Add(row[i]);
        }

        public MetricBlock ToBlock(string[] names, string? without)
        {
            var series = new Dictionary<string, IReadOnlyList<double>>(names.Length, StringComparer.Ordinal);
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i] != without)
                    series.Add(names[i], _values[i]);
            }

            return new MetricBlock(_steps, _times, series);
        }
    }
}
