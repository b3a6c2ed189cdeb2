using Dapper;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Tests.Metrics;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Storage;

/// <summary>Writes a database file as the first version of the dashboard left it.</summary>
internal static class FirstSchema
{
    public static void Write(string file, JobId job, IReadOnlyList<JobEvent> events)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute(
            """
            CREATE TABLE jobs (
                number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, spec TEXT NOT NULL, status TEXT NOT NULL,
                reason TEXT, desired TEXT NOT NULL, attempt INTEGER NOT NULL, seq INTEGER NOT NULL, progress TEXT NOT NULL,
                created_at INTEGER NOT NULL, started_at INTEGER, completed_at INTEGER, error TEXT) STRICT;
            CREATE TABLE events (key INTEGER PRIMARY KEY, metrics INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
            PRAGMA user_version=1;
            """,
            transaction: transaction);
        connection.Execute(
            """
            INSERT INTO jobs (id, spec, status, desired, attempt, seq, progress, created_at)
            VALUES (@id, @spec, 'completed', 'Run', 1, @seq, '{}', 0)
            """,
            new { id = job.ToString(), spec = System.Text.Json.JsonSerializer.Serialize(A.Spec, FeedJson.Options), seq = events.Count },
            transaction);
        foreach (var happened in events)
        {
            var body = happened is MetricsEvent metrics
                ? [.. BitConverter.GetBytes(metrics.At), .. FirstVersion.Encode(metrics.Blocks)]
                : System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(happened, FeedJson.Options);
            connection.Execute(
                "INSERT INTO events VALUES (@key, @metrics, @body)",
                new { key = (1L << 40) | happened.Seq, metrics = happened is MetricsEvent ? 1 : 0, body },
                transaction);
        }

        transaction.Commit();
    }
}
