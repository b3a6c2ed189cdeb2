using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// The rows of pyramids: one b-tree, each level of each series of each job side by side in order, so that a window is
/// one range. Counts what it reads.
/// </summary>
internal sealed class PyramidRows(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    /// <summary>Series a job may have here; points of further ones are in its events only.</summary>
    public const int MaximumSeries = 1 << SeriesBits;

    private const int SeriesBits = 12;
    private const int LevelBits = 3;
    private const int RowBits = 26;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <summary>Rows read.</summary>
    public int RowsRead { get; private set; }

    /// <summary>Bytes in them.</summary>
    public long BytesRead { get; private set; }

    /// <summary>A key that no row of a job comes before.</summary>
    public static long FirstKey(long job) => Key(new SeriesKey(job, 0), 0, 0);

    /// <summary>The points of a row of level 0.</summary>
    public SeriesPoints Points(in SeriesKey series, long row) => PyramidRowFormat.DecodePoints(Body(Key(series, 0, row)));

    /// <summary>The buckets of a row of a level above.</summary>
    public SeriesBucket[] Buckets(in SeriesKey series, int level, long row) => PyramidRowFormat.DecodeBuckets(Body(Key(series, level, row)));

    /// <summary>The bodies of rows one after another.</summary>
    public IEnumerable<byte[]> Range(SeriesKey series, int level, long first, long last)
    {
        var select = Command("SELECT body FROM pyramid_rows WHERE key BETWEEN $a AND $b ORDER BY key", Key(series, level, first), Key(series, level, last));
        using var reader = select.ExecuteReader();
        while (reader.Read())
            yield return Counted(reader.GetFieldValue<byte[]>(0));
    }

    /// <summary>How many of a series' points come before the first whose step is at least <paramref name="step"/>.</summary>
    public long Before(in SeriesKey series, long points, long step)
    {
        var (from, to) = (0L, (points + PyramidShape.PointsInRow - 1) / PyramidShape.PointsInRow);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (FirstStep(Key(series, 0, middle)) < step)
                from = middle + 1;
            else
                to = middle;
        }

        // The first row that begins at or after the step is where it would be, unless the row before goes on past it.
        return from == 0 ? 0 : Math.Min(points, ((from - 1) * PyramidShape.PointsInRow) + Points(series, from - 1).Before(step));
    }

    public void Put(in SeriesKey series, int level, long row, long firstStep, byte[] body)
    {
        var insert = Command("INSERT OR REPLACE INTO pyramid_rows (key, first_step, body) VALUES ($a, $b, $c)", Key(series, level, row), firstStep);
        insert.Parameters[2].Value = body;
        insert.ExecuteNonQuery();
    }

    /// <summary>Removes a row of a level and all after it.</summary>
    public void Remove(in SeriesKey series, int level, long row)
        => Command("DELETE FROM pyramid_rows WHERE key BETWEEN $a AND $b", Key(series, level, row), Key(series, level, (1L << RowBits) - 1)).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
    }

    private static long Key(in SeriesKey series, int level, long row)
        => (((((series.Job << SeriesBits) | series.Id) << LevelBits) | (uint)level) << RowBits) | row;

    private long FirstStep(long key)
    {
        RowsRead++;
        return (long)(Command("SELECT first_step FROM pyramid_rows WHERE key = $a", key, 0).ExecuteScalar() ?? throw Missing());
    }

    private byte[] Body(long key)
        => Counted((byte[]?)Command("SELECT body FROM pyramid_rows WHERE key = $a", key, 0).ExecuteScalar() ?? throw Missing());

    private byte[] Counted(byte[] body)
    {
        RowsRead++;
        BytesRead += body.Length;
        return body;
    }

    private SqliteCommand Command(string sql, long a, long b)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            command.Parameters.Add("$a", SqliteType.Integer);
            command.Parameters.Add("$b", SqliteType.Integer);
            command.Parameters.Add("$c", SqliteType.Blob).Value = Array.Empty<byte>();
            _commands.Add(sql, command);
        }

        command.Parameters[0].Value = a;
        command.Parameters[1].Value = b;
        return command;
    }

    private static InvalidDataException Missing() => new("A row of the stored series is missing.");
}

/// <summary>Names a series by its job's number and its own.</summary>
internal readonly record struct SeriesKey(long Job, long Id);
