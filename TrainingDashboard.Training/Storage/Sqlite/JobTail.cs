using System.Text.Json;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>A job's series as one transaction sees them: what their pyramids hold and the points that came after.</summary>
internal sealed class JobTail : IDisposable
{
    private readonly Dictionary<string, SeriesRow> _stored;
    private readonly Dictionary<string, SeriesTail> _tails = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly PyramidRows _rows;
    private readonly string? _only;

    private JobTail(SqliteConnection connection, SqliteTransaction transaction, long job, PyramidRows rows, string? only)
    {
        _rows = rows;
        _only = only;
        _stored = SeriesRow.Of(connection, transaction, job).ToDictionary(s => s.Name, StringComparer.Ordinal);
        _names.AddRange(_stored.Keys);
        Position = PyramidPosition.Of(connection, transaction, job);
    }

    /// <summary>How far this looks.</summary>
    public PyramidPosition Position { get; private set; }

    /// <summary>The names of all series in the order they first came.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Series with points after their pyramid.</summary>
    public IEnumerable<(string Name, SeriesTail Tail)> Tails => _tails.Select(t => (t.Key, t.Value));

    /// <summary>Reads it.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="transaction">Whose view.</param>
    /// <param name="job">The job's number.</param>
    /// <param name="rows">Reads the pyramids.</param>
    /// <param name="only">The one series whose points matter; null for all.</param>
    /// <param name="points">Reads no further events once it has so many points.</param>
    /// <param name="written">The events, where the caller has them still.</param>
    public static JobTail Read(
        SqliteConnection connection, SqliteTransaction transaction, long job, PyramidRows rows, string? only, long points, WaitingEvents? written = null)
    {
        var tail = new JobTail(connection, transaction, job, rows, only);
        if (written?.After(tail.Position.Through) is { } known)
            tail.Take(known, written.Last, points);
        else
            tail.Select(connection, transaction, job, points);
        return tail;
    }

    /// <summary>What the pyramid holds of a series; null for nothing.</summary>
    public SeriesRow? Stored(string name) => _stored.GetValueOrDefault(name);

    /// <summary>The points after it; null for none.</summary>
    public SeriesTail? Tail(string name) => _tails.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var tail in _tails.Values)
            tail.Dispose();
    }

    private void Select(SqliteConnection connection, SqliteTransaction transaction, long job, long points)
    {
        using var select = connection.CreateCommand();
        select.Transaction = transaction;
        select.CommandText = "SELECT key, kind, CASE WHEN kind IN (1, 2) THEN body END FROM events WHERE key > $from AND key < $to ORDER BY key";
        select.Parameters.AddWithValue("$from", EventRow.Key(job, Position.Through));
        select.Parameters.AddWithValue("$to", EventRow.Key(job + 1, 0));
        using var reader = select.ExecuteReader();
        var taken = 0L;
        while (taken < points && reader.Read())
        {
            var (seq, kind) = (EventRow.SeqOf(reader.GetInt64(0)), reader.GetInt64(1));
            var body = kind is EventRow.Metrics or EventRow.Status ? reader.GetFieldValue<byte[]>(2) : [];
            taken += 1 + (kind switch
            {
                EventRow.Metrics => Take(EventRow.Blocks(body)),
                EventRow.Status => Take((StatusEvent)JsonSerializer.Deserialize<JobEvent>(body, FeedJson.Options)!),
                _ => 0,
            });
            Position = Position with { Through = seq };
        }
    }

    private void Take(IReadOnlyList<JobEvent> known, long last, long points)
    {
        var taken = 0L;
        foreach (var happened in known)
        {
            if (taken >= points)
                return;
            taken += 1 + (happened is MetricsEvent metrics ? Take(metrics.Blocks) : Take((StatusEvent)happened));
            Position = Position with { Through = happened.Seq };
        }

        Position = Position with { Through = last };
    }

    private long Take(StatusEvent status)
    {
        Position = Position with { Attempt = status.Attempt };
        return 0;
    }

    private long Take(IReadOnlyList<MetricBlock> blocks)
    {
        var points = 0L;
        foreach (var block in blocks)
            points += Take(block);
        return points;
    }

    private long Take(MetricBlock block)
    {
        if (block.Steps.Count == 0)
            return 0;
        var sorted = SortedSteps.Holds(MetricBlockFormat.Span(block.Steps));
        foreach (var (name, values) in block.Series)
        {
            if (TailOf(name) is { } tail)
                tail.Add(block, values, sorted, Position.Attempt);
        }

        return (long)block.Steps.Count * block.Series.Count;
    }

    private SeriesTail? TailOf(string name)
    {
        if (_tails.TryGetValue(name, out var tail))
            return tail;
        var stored = _stored.GetValueOrDefault(name);
        if (stored is null)
        {
            if (_names.Count >= PyramidRows.MaximumSeries)
                return null;
            if (_seen.Add(name))
                _names.Add(name);
        }

        if (_only is not null && name != _only)
            return null;
        tail = new SeriesTail(
            stored?.Points ?? 0,
            stored?.LastStep ?? 0,
            (int)(stored?.Attempt ?? 0),
            step => _rows.Before(stored!.Key, stored.Points, step));
        _tails.Add(name, tail);
        return tail;
    }
}
