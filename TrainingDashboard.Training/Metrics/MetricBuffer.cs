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

    private readonly Dictionary<string, Columns> _others = new(StringComparer.Ordinal);
    private readonly List<MetricBlock> _fullOthers = [];
    private readonly StepRows _steps = new();

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a step's row.</summary>
    public void AddStep(long step, long time, double loss, double? accuracy, double learningRate, double gradientNorm, double samplesPerSecond)
    {
        _steps.Add(new StepRow(step, time, loss, accuracy ?? double.NaN, learningRate, gradientNorm, samplesPerSecond), accuracy.HasValue);
        Count++;
    }

    /// <summary>Adds a point of any series.</summary>
    public void Add(string series, long step, long time, double value)
    {
        if (!_others.TryGetValue(series, out var columns))
            _others.Add(series, columns = new Columns());
        columns.Add(step, time, value);
        Count++;
        if (columns.Count < RowsInBlock)
            return;
        _fullOthers.Add(columns.ToBlock(series));
        _others.Remove(series);
    }

    /// <summary>Takes everything out as blocks and is empty afterwards.</summary>
    public IReadOnlyList<MetricBlock> Seal()
    {
        MetricBlock[] blocks = [.. _steps.Seal(), .. _fullOthers, .. _others.Select(other => other.Value.ToBlock(other.Key))];
        _fullOthers.Clear();
        _others.Clear();
        Count = 0;
        return blocks;
    }

    private sealed class Columns
    {
        private readonly List<long> _steps = [];
        private readonly List<long> _times = [];
        private readonly List<double> _values = [];

        public int Count => _steps.Count;

        public void Add(long step, long time, double value)
        {
            _steps.Add(step);
            _times.Add(time);
            _values.Add(value);
        }

        public MetricBlock ToBlock(string name)
            => new(_steps, _times, new Dictionary<string, IReadOnlyList<double>>(1, StringComparer.Ordinal) { [name] = _values });
    }
}
