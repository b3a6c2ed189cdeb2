namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// A whole series in bounded memory: buckets of equally many points, each with its smallest, largest and last value,
/// so that a spike stays visible however long the series grows. When the buckets reach twice the wanted number,
/// neighbours are merged. While there are few points, every bucket is one point. Not thread-safe: the owner locks.
/// </summary>
public sealed class SeriesSummary(int buckets = SeriesSummary.DefaultBuckets)
{
    /// <summary>About two buckets for each pixel column of a wide chart.</summary>
    public const int DefaultBuckets = 2_000;

    private readonly List<Bucket> _buckets = [];
    private long _pointsPerBucket = 1;

    /// <summary>Points added, those taken back included only while they stood.</summary>
    public long Count { get; private set; }

    /// <summary>The attempt that reported the last point.</summary>
    public int Attempt { get; private set; }

    /// <summary>Whether a bucket was cut whose points are not known one by one: the store has what stands, this only about.</summary>
    public bool IsApproximate { get; private set; }

    /// <summary>The buckets, steps ascending.</summary>
    public IReadOnlyList<Bucket> Buckets => _buckets;

    /// <summary>
    /// Adds a point. A step that falls, and the first of a new attempt that does not rise (a job taken up again from an
    /// earlier checkpoint), takes the abandoned stretch back first, except for the values that share a bucket with points that
    /// stay.
    /// </summary>
    /// <param name="step">The point's step.</param>
    /// <param name="time">Wall time, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="value">Any double; NaN leaves the extremes alone.</param>
    /// <param name="attempt">Who reports it.</param>
    public void Add(long step, long time, double value, int attempt = 0)
    {
        if (_buckets.Count > 0 && (step < _buckets[^1].Step || (step == _buckets[^1].Step && attempt != Attempt)))
            TakeBack(step);
        Attempt = attempt;

        Count++;
        if (_buckets.Count > 0 && _buckets[^1].Points < _pointsPerBucket)
        {
            _buckets[^1] = _buckets[^1].With(Bucket.Of(step, time, value));
            return;
        }

        _buckets.Add(Bucket.Of(step, time, value));
        if (_buckets.Count >= buckets * 2)
            MergeNeighbours();
    }

    /// <summary>The same curve in at most <paramref name="count"/> buckets, extremes kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public IReadOnlyList<Bucket> Reduce(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var together = (_buckets.Count + count - 1) / count;
        return together <= 1
            ? _buckets
            : [.. _buckets.Chunk(together).Select(chunk => chunk.Aggregate((sum, next) => sum.With(next)))];
    }

    /// <summary>What is after a step, in at most <paramref name="count"/> buckets.</summary>
    internal IReadOnlyList<Bucket> After(long step, int count)
    {
        Bucket[] after = [.. _buckets.SkipWhile(bucket => bucket.Step <= step)];
        var together = (after.Length + count - 1) / count;
        return together <= 1 ? after : [.. after.Chunk(together).Select(chunk => chunk.Aggregate((sum, next) => sum.With(next)))];
    }

    /// <summary>A summary that goes on where a stored series stands.</summary>
    /// <param name="whole">All of the series.</param>
    /// <param name="attempt">Who reported the last point.</param>
    /// <param name="buckets">As many as <paramref name="whole"/> may have.</param>
    internal static SeriesSummary Of(SeriesWindow whole, int attempt, int buckets)
    {
        var summary = new SeriesSummary(buckets) { Count = whole.Total, _pointsPerBucket = whole.PointsInBucket, Attempt = attempt };
        summary._buckets.AddRange(whole.Buckets.Select(
            b => new Bucket(b.FirstStep, b.Step, b.Time, b.Minimum, b.Maximum, b.Last, b.Count, b.Count - b.Finite)));
        return summary;
    }

    private void TakeBack(long step)
    {
        while (_buckets.Count > 0 && _buckets[^1].FirstStep >= step)
        {
            Count -= _buckets[^1].Points;
            _buckets.RemoveAt(_buckets.Count - 1);
        }

        if (_buckets.Count == 0 || _buckets[^1].Step < step)
            return;
        // How many of a bucket's points come before the step is not kept: exact where steps rise by one. What they are is not either.
        IsApproximate = true;
        var standing = Math.Min(_buckets[^1].Points, step - _buckets[^1].FirstStep);
        Count -= _buckets[^1].Points - standing;
        _buckets[^1] = _buckets[^1] with { Step = step - 1, Points = standing, NotFinite = Math.Min(standing, _buckets[^1].NotFinite) };
    }

    private void MergeNeighbours()
    {
        var kept = 0;
        for (var i = 0; i < _buckets.Count; i += 2)
            _buckets[kept++] = i + 1 < _buckets.Count ? _buckets[i].With(_buckets[i + 1]) : _buckets[i];
        _buckets.RemoveRange(kept, _buckets.Count - kept);
        _pointsPerBucket *= 2;
    }

    /// <summary>Some points in a row.</summary>
    /// <param name="FirstStep">Step of the first.</param>
    /// <param name="Step">Step of the last.</param>
    /// <param name="Time">Wall time of the last, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="Minimum">Smallest value that is a number, or NaN if none is.</param>
    /// <param name="Maximum">Largest value that is a number, or NaN if none is.</param>
    /// <param name="Last">Value of the last.</param>
    /// <param name="Points">How many.</param>
    /// <param name="NotFinite">How many of them are NaN or infinite.</param>
    public readonly record struct Bucket(
        long FirstStep, long Step, long Time, double Minimum, double Maximum, double Last, long Points, long NotFinite)
    {
        /// <summary>A bucket of one point.</summary>
        public static Bucket Of(long step, long time, double value)
            => new(step, step, time, value, value, value, 1, double.IsFinite(value) ? 0 : 1);

        internal Bucket With(in Bucket next) => new(
            FirstStep,
            next.Step,
            next.Time,
            double.MinNumber(Minimum, next.Minimum),
            double.MaxNumber(Maximum, next.Maximum),
            next.Last,
            Points + next.Points,
            NotFinite + next.NotFinite);
    }
}
