using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingDashboard.Benchmarks.Storage;

/// <summary>
/// The peer: a row for each point in SQLite with a prepared statement, WAL, synchronous=NORMAL and a transaction for
/// every thousand rows.
/// </summary>
internal sealed class RowTable : IDisposable
{
    private const int RowsInTransaction = 1_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly SqliteConnection _connection;

    public RowTable()
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        _connection.Open();
        _connection.Execute(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
            CREATE TABLE points (job INTEGER NOT NULL, series INTEGER NOT NULL, step INTEGER NOT NULL, time INTEGER NOT NULL, value REAL);
            """);
    }

    private string File => Path.Combine(_folder, "rows.db");

    /// <summary>Stores points.</summary>
    public void Insert(IEnumerable<(long Series, long Step, long Time, double Value)> points)
    {
        foreach (var rows in points.Chunk(RowsInTransaction))
        {
            using var transaction = _connection.BeginTransaction();
            using var insert = Prepare(transaction);
            foreach (var (series, step, time, value) in rows)
            {
                insert.Parameters[0].Value = series;
                insert.Parameters[1].Value = step;
                insert.Parameters[2].Value = time;
                insert.Parameters[3].Value = value;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    /// <summary>Every point of a series as columns.</summary>
    public (List<long> Steps, List<double> Values) Read(long series)
    {
        using var select = _connection.CreateCommand();
        select.CommandText = "SELECT step, value FROM points WHERE job = 1 AND series = $series";
        select.Parameters.AddWithValue("$series", series);
        using var reader = select.ExecuteReader();
        var (steps, values) = (new List<long>(), new List<double>());
        while (reader.Read())
        {
            steps.Add(reader.GetInt64(0));
            values.Add(reader.GetDouble(1));
        }

        return (steps, values);
    }

    /// <summary>Bytes of the file once nothing is left beside it.</summary>
    public long Measure()
    {
        _connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return new FileInfo(File).Length;
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteCommand Prepare(SqliteTransaction transaction)
    {
        var insert = _connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO points VALUES (1, $series, $step, $time, $value)";
        insert.Parameters.Add("$series", SqliteType.Integer);
        insert.Parameters.Add("$step", SqliteType.Integer);
        insert.Parameters.Add("$time", SqliteType.Integer);
        insert.Parameters.Add("$value", SqliteType.Real);
        insert.Prepare();
        return insert;
    }
}
