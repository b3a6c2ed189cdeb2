namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Collects points on the loop's thread until they are sealed into blocks. Rows of the same set of series share a
/// block. Not thread-safe: the owner locks.
/// </summary>
public sealed class MetricBuffer
{
    private static readonly string[] s_stepSeries =
        [SeriesNames.Loss, SeriesNames.Accuracy, SeriesNames.LearningRate, SeriesNames.GradientNorm, SeriesNames.SamplesPerSecond];

    private readonly Dictionary<string, Columns> _others = new(StringComparer.Ordinal);
    private Columns _steps = new(s_stepSeries.Length);
    private bool _hasAccuracy;

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a step's row.</summary>
    public void AddStep(long step, long time, double loss, double? accuracy, double learningRate, double gradientNorm, double samplesPerSecond)
    {
        _hasAccuracy |= accuracy.HasValue;
        _steps.Add(step, time, [loss, accuracy ?? double.NaN, learningRate, gradientNorm, samplesPerSecond]);
        Count++;
    }

    /// <summary>Adds a point of any series.</summary>
    public void Add(string series, long step, long time, double value)
    {
        if (!_others.TryGetValue(series, out var columns))
            _others.Add(series, columns = new Columns(1));
        columns.Add(step, time, [value]);
        Count++;
    }

    /// <summary>Takes everything out as blocks and is empty afterwards.</summary>
    public IReadOnlyList<MetricBlock> Seal()
    {
        var blocks = new List<MetricBlock>(1 + _others.Count);
        if (_steps.Count > 0)
        {
            blocks.Add(_steps.ToBlock(s_stepSeries, without: _hasAccuracy ? null : SeriesNames.Accuracy));
            _steps = new Columns(s_stepSeries.Length);
            _hasAccuracy = false;
        }

        blocks.AddRange(_others.Select(other => other.Value.ToBlock([other.Key], without: null)));
        _others.Clear();
        Count = 0;
        return blocks;
    }

    private sealed class Columns
    {
        private readonly List<long> _steps = [];
        private readonly List<long> _times = [];
        private readonly List<double>[] _values;

        public Columns(int width)
        {
            _values = new List<double>[width];
            for (var i = 0; i < width; i++)
                _values[i] = [];
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
