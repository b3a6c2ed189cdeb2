namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Points of a series that came after those in its pyramid, and how many of those still stand. The rule: points are in
/// order of step, equal steps in the order they came. A step that falls, and the first of a new attempt that does not
/// rise, means that the trainer went back: what it had reported from there on is abandoned and the new points stand in
/// for it. (The events keep both.)
/// </summary>
/// <param name="stored">Points in the pyramid.</param>
/// <param name="lastStep">Step of the last of them; any number where there are none.</param>
/// <param name="attempt">The attempt that reported it.</param>
/// <param name="before">Tells how many of the points in the pyramid come before a step.</param>
internal sealed class SeriesTail(long stored, long lastStep, int attempt, Func<long, long> before) : IDisposable
{
    private readonly PooledColumn<long> _steps = new();
    private readonly PooledColumn<long> _times = new();
    private readonly PooledColumn<double> _values = new();
    private long _lastStored = lastStep;

    /// <summary>Points of the pyramid that stand; the others are abandoned.</summary>
    public long Kept { get; private set; } = stored;

    /// <summary>The attempt that reported the last point.</summary>
    public int Attempt { get; private set; } = attempt;

    /// <summary>Points that stand, in the pyramid and after it.</summary>
    public long Count => Kept + _steps.Count;

    /// <summary>The points after <see cref="Kept"/>, until this is added to or disposed of.</summary>
    public SeriesPoints ToPoints() => new(_steps.Memory, _times.Memory, _values.Memory);

    /// <summary>Adds points in the order they came.</summary>
    /// <param name="block">The block they are in.</param>
    /// <param name="values">Their column.</param>
    /// <param name="sorted">Whether the block's steps do not fall.</param>
    /// <param name="by">The attempt that reports them.</param>
    public void Add(MetricBlock block, IReadOnlyList<double> values, bool sorted, int by)
    {
        var steps = MetricBlockFormat.Span(block.Steps);
        var times = MetricBlockFormat.Span(block.Times);
        if (steps.IsEmpty)
            return;
        if (sorted)
        {
            GoBackFor(steps[0], by);
            _steps.AddRange(steps);
            _times.AddRange(times);
            _values.AddRange(MetricBlockFormat.Span(values));
            return;
        }

        for (var i = 0; i < steps.Length; i++)
        {
            GoBackFor(steps[i], by);
            _steps.Add(steps[i]);
            _times.Add(times[i]);
            _values.Add(values[i]);
        }
    }

    public void Dispose()
    {
        _steps.Dispose();
        _times.Dispose();
        _values.Dispose();
    }

    private void GoBackFor(long step, int by)
    {
        var repeats = by != Attempt;
        Attempt = by;
        if (Count == 0)
            return;
        var last = _steps.Count > 0 ? _steps.Span[^1] : _lastStored;
        if (step > last || (step == last && !repeats))
            return;
        var standing = SortedSteps.Before(_steps.Span, step);
        _steps.Keep(standing);
        _times.Keep(standing);
        _values.Keep(standing);
        if (standing == 0 && Kept > 0 && _lastStored >= step)
        {
            Kept = Math.Min(Kept, before(step));
            _lastStored = step - 1;
        }
    }
}
