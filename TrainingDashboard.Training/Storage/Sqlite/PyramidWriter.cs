using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>Brings the pyramids of a job up to its events, inside the caller's transaction.</summary>
internal static class PyramidWriter
{
    /// <summary>Takes in the events after those the pyramids cover.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="transaction">All or nothing.</param>
    /// <param name="job">The job's number.</param>
    /// <param name="points">Takes no further events once it has so many points.</param>
    /// <param name="written">The events, where the caller has them still.</param>
    /// <returns>The number of the last event in the pyramids.</returns>
    public static long CatchUp(
        SqliteConnection connection, SqliteTransaction transaction, long job, long points, WaitingEvents? written = null)
    {
        using var rows = new PyramidRows(connection, transaction);
        using var tail = JobTail.Read(connection, transaction, job, rows, only: null, points, written);
        var ids = tail.Names.Select((name, id) => (name, id)).ToDictionary(n => n.name, n => n.id, StringComparer.Ordinal);
        foreach (var (name, added) in tail.Tails)
        {
            if (added.Count == 0)
                continue;
            var stored = tail.Stored(name) ?? new SeriesRow { Job = job, Id = ids[name], Name = name };
            Write(connection, transaction, rows, stored, added);
        }

        tail.Position.Put(connection, transaction, job);
        return tail.Position.Through;
    }

    private static void Write(SqliteConnection connection, SqliteTransaction transaction, PyramidRows rows, SeriesRow stored, SeriesTail tail)
    {
        var kept = tail.Kept;
        var added = tail.ToPoints();
        var total = kept + added.Count;
        var row = kept / PyramidShape.PointsInRow;
        var start = row * PyramidShape.PointsInRow;
        // The row that was begun, filled up, and the rest as it is: no bucket has points of both.
        var begun = (int)(kept - start);
        var head = added.Slice(0, Math.Min(added.Count, begun > 0 ? PyramidShape.PointsInRow - begun : 0));
        var rest = added.Slice(head.Count, added.Count - head.Count);
        if (begun > 0)
            head = rows.Points(stored.Key, row).Slice(0, begun).Concat(head);
        var wentBack = kept < stored.Points;
        if (wentBack)
        {
            for (var level = 0; level <= PyramidShape.Top; level++)
                rows.Remove(stored.Key, level, (kept / PyramidShape.BucketSize(level) / PyramidShape.InRow(level)) + 1);
        }

        if (begun > 0)
            rows.Put(stored.Key, 0, row, head.Steps.Span[0], PyramidRowFormat.Encode(head));
        for (var at = 0; at < rest.Count; at += PyramidShape.PointsInRow)
        {
            var part = rest.Slice(at, Math.Min(PyramidShape.PointsInRow, rest.Count - at));
            rows.Put(stored.Key, 0, (start + head.Count + at) / PyramidShape.PointsInRow, part.Steps.Span[0], PyramidRowFormat.Encode(part));
        }

        WriteLevels(rows, stored.Key, wentBack, kept, total, start, head, rest);
        var series = stored with
        {
            Points = total,
            Attempt = tail.Attempt,
            FirstStep = kept == 0 ? added.Steps.Span[0] : stored.FirstStep,
            LastStep = added.Steps.Span[^1],
            LastTime = added.Times.Span[^1],
            LastBits = BitConverter.DoubleToInt64Bits(added.Values.Span[^1]),
        };
        series.Put(connection, transaction);
    }

    private static void WriteLevels(PyramidRows rows, in SeriesKey key, bool wentBack, long kept, long total, long start, SeriesPoints head, SeriesPoints rest)
    {
        // What the level below has, from where on.
        SeriesBucket[] below = [];
        var belowStart = 0L;
        for (var level = 1; level <= PyramidShape.Top; level++)
        {
            var size = PyramidShape.BucketSize(level);
            if (!PyramidShape.HasLevel(level, total))
            {
                if (wentBack)
                    rows.Remove(key, level, 0);
                continue;
            }

            // The first bucket that changes. A level that only now appears begins at its beginning.
            var first = PyramidShape.HasLevel(level, kept) ? kept / size : 0;
            var row = first / PyramidShape.BucketsInRow;
            var rowStart = row * PyramidShape.BucketsInRow;
            var standing = first > rowStart ? rows.Buckets(key, level, row)[..(int)(first - rowStart)] : [];
            var fresh = level == 1
                ? [.. FromPoints(head, (int)((first * size) - start)), .. FromPoints(rest, 0)]
                : FromBuckets(below, (int)((first * PyramidShape.Fan) - belowStart));
            SeriesBucket[] all = [.. standing, .. fresh];
            for (var at = 0; at < all.Length; at += PyramidShape.BucketsInRow)
            {
                var part = all.AsSpan(at, Math.Min(PyramidShape.BucketsInRow, all.Length - at));
                rows.Put(key, level, row + (at / PyramidShape.BucketsInRow), part[0].FirstStep, PyramidRowFormat.Encode(part));
            }

            below = all;
            belowStart = rowStart;
        }
    }

    private static SeriesBucket[] FromPoints(SeriesPoints points, int from)
    {
        var buckets = new SeriesBucket[(points.Count - from + PyramidShape.FirstBucket - 1) / PyramidShape.FirstBucket];
        for (var i = 0; i < buckets.Length; i++)
        {
            var at = from + (i * PyramidShape.FirstBucket);
            buckets[i] = points.Slice(at, Math.Min(PyramidShape.FirstBucket, points.Count - at)).ToBucket();
        }

        return buckets;
    }

    private static SeriesBucket[] FromBuckets(SeriesBucket[] below, int from)
    {
        var buckets = new SeriesBucket[(below.Length - from + PyramidShape.Fan - 1) / PyramidShape.Fan];
        for (var i = 0; i < buckets.Length; i++)
        {
            var at = from + (i * PyramidShape.Fan);
            buckets[i] = below[at];
            for (var next = at + 1; next < Math.Min(at + PyramidShape.Fan, below.Length); next++)
                buckets[i] = buckets[i].With(below[next]);
        }

        return buckets;
    }
}
