using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// Reads windows of one series: the coarsest level whose buckets are at most half as large as asked for (rather than
/// points, buckets of the first level that are at most as large), and at the window's ends the levels below, down to the
/// points; so every bucket is exact.
/// </summary>
internal sealed class SeriesWindowReader(PyramidRows rows, SeriesRow? stored, SeriesTail? tail)
{
    private readonly long _kept = tail?.Kept ?? stored?.Points ?? 0;
    private readonly SeriesPoints _tail = tail?.ToPoints() ?? new SeriesPoints(default, default, default);

    private long Total => _kept + _tail.Count;

    public SeriesWindow Read(string name, long? from, long? to, int points)
    {
        var start = from is { } first ? Before(first) : 0;
        var end = to is { } last and < long.MaxValue ? Before(last + 1) : Total;
        var count = Math.Max(0, end - start);
        if (count == 0)
            return new SeriesWindow(name, Total, 0, [], 1);

        var level = count <= points ? 0 : LevelFor(count, points);
        var size = PyramidShape.BucketSize(level);
        var anchor = start / size * size;
        var pointsInBucket = (((end - anchor + points - 1) / points) + size - 1) / size * size;
        var collector = new Collector(start, anchor, pointsInBucket);
        ReadStored(start, Math.Min(end, _kept), level, collector);
        var (tailStart, tailEnd) = (Math.Max(0, start - _kept), Math.Max(0, end - _kept));
        collector.Add(_tail.Slice((int)tailStart, (int)(tailEnd - tailStart)));
        return new SeriesWindow(name, Total, count, collector.Finish(), pointsInBucket);
    }

    private static int LevelFor(long count, int points)
    {
        var level = 0;
        while (level < PyramidShape.Top && PyramidShape.BucketSize(level + 1) * (level == 0 ? 1 : 2) * points <= count)
            level++;
        return level;
    }

    private long Before(long step)
    {
        var before = stored is null || _kept == 0 ? 0 : Math.Min(_kept, rows.Before(stored.Key, stored.Points, step));
        return before < _kept ? before : _kept + _tail.Before(step);
    }

    // Points from..to of the pyramid. Where the level's buckets do not fit the ends, the levels below do.
    private void ReadStored(long from, long to, int level, Collector collector)
    {
        if (from >= to)
            return;
        if (level == 0)
        {
            ReadPoints(from, to, collector);
            return;
        }

        var size = PyramidShape.BucketSize(level);
        var (first, last) = ((from + size - 1) / size, to / size);
        if (first > last)
        {
            ReadStored(from, to, level - 1, collector);
            return;
        }

        ReadStored(from, first * size, level - 1, collector);
        ReadBuckets(first, last, level, collector);
        ReadStored(last * size, to, level - 1, collector);
    }

    private void ReadPoints(long from, long to, Collector collector)
    {
        var row = from / PyramidShape.PointsInRow;
        foreach (var body in rows.Range(stored!.Key, 0, row, (to - 1) / PyramidShape.PointsInRow))
        {
            var start = row++ * PyramidShape.PointsInRow;
            var points = PyramidRowFormat.DecodePoints(body);
            var (first, last) = ((int)Math.Max(0, from - start), (int)Math.Min(points.Count, to - start));
            collector.Add(points.Slice(first, last - first));
        }
    }

    private void ReadBuckets(long first, long last, int level, Collector collector)
    {
        if (first >= last)
            return;
        var row = first / PyramidShape.BucketsInRow;
        foreach (var body in rows.Range(stored!.Key, level, row, (last - 1) / PyramidShape.BucketsInRow))
        {
            var start = row++ * PyramidShape.BucketsInRow;
            var buckets = PyramidRowFormat.DecodeBuckets(body);
            for (var i = (int)Math.Max(0, first - start); i < Math.Min(buckets.Length, last - start); i++)
                collector.Add(buckets[i]);
        }
    }

    /// <summary>Puts what comes, in order, into buckets that begin at the anchor's multiples.</summary>
    private sealed class Collector(long start, long anchor, long size)
    {
        private readonly List<SeriesBucket> _buckets = [];
        private SeriesBucket _open;
        private bool _isOpen;
        private long _at = start;
        private long _openEnd;

        public void Add(in SeriesBucket bucket)
        {
            if (_isOpen && _at < _openEnd)
            {
                _open = _open.With(bucket);
            }
            else
            {
                Begin();
                _open = bucket;
            }

            _at += bucket.Count;
        }

        public void Add(SeriesPoints points)
        {
            for (var i = 0; i < points.Count;)
            {
                var room = _isOpen && _at < _openEnd ? _openEnd - _at : size - ((_at - anchor) % size);
                var length = (int)Math.Min(room, points.Count - i);
                Add(points.Slice(i, length).ToBucket());
                i += length;
            }
        }

        public List<SeriesBucket> Finish()
        {
            if (_isOpen)
                _buckets.Add(_open);
            return _buckets;
        }

        private void Begin()
        {
            if (_isOpen)
                _buckets.Add(_open);
            _isOpen = true;
            _openEnd = _at - ((_at - anchor) % size) + size;
        }
    }
}
