using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>A series as its pyramid holds it. The last value is kept as bits: a REAL cannot be NaN.</summary>
internal sealed record SeriesRow
{
    public long Job { get; init; }

    public long Id { get; init; }

    public string Name { get; init; } = "";

    public long Points { get; init; }

    public long Attempt { get; init; }

    public long FirstStep { get; init; }

    public long LastStep { get; init; }

    public long LastTime { get; init; }

    public long LastBits { get; init; }

    public SeriesKey Key => new(Job, Id);

    /// <summary>All of a job.</summary>
    public static IEnumerable<SeriesRow> Of(SqliteConnection connection, SqliteTransaction transaction, long job)
        => connection.Query<SeriesRow>(
            """
            SELECT job AS Job, id AS Id, name AS Name, points AS Points, attempt AS Attempt, first_step AS FirstStep,
                last_step AS LastStep, last_time AS LastTime, last_bits AS LastBits
            FROM series WHERE job = @job ORDER BY id
            """,
            new { job },
            transaction);

    public void Put(SqliteConnection connection, SqliteTransaction transaction) => connection.Execute(
        """
        INSERT OR REPLACE INTO series (job, id, name, points, attempt, first_step, last_step, last_time, last_bits)
        VALUES (@Job, @Id, @Name, @Points, @Attempt, @FirstStep, @LastStep, @LastTime, @LastBits)
        """,
        this,
        transaction);
}

/// <summary>How far a job's pyramids have come: the number of the last event in them and the attempt at that moment.</summary>
internal readonly record struct PyramidPosition(long Through, int Attempt)
{
    public static PyramidPosition Of(SqliteConnection connection, SqliteTransaction transaction, long job)
    {
        var (through, attempt) = connection.QuerySingleOrDefault<(long Through, long Attempt)>(
            "SELECT through, attempt FROM pyramids WHERE job = @job", new { job }, transaction);
        return new(through, (int)attempt);
    }

    public void Put(SqliteConnection connection, SqliteTransaction transaction, long job) => connection.Execute(
        "INSERT OR REPLACE INTO pyramids (job, through, attempt) VALUES (@job, @Through, @Attempt)",
        new { job, Through, Attempt },
        transaction);
}
