using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>The tables, and how an older file becomes a newer one. <c>user_version</c> counts the steps taken.</summary>
internal static class SqliteSchema
{
    // An event's key is its job's number in the upper bits and its own in the lower 40: one b-tree, each job's events
    // side by side in order, no second index.
    private static readonly string[] s_steps =
    [
        """
        CREATE TABLE jobs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            spec TEXT NOT NULL,
            status TEXT NOT NULL,
            reason TEXT,
            desired TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            progress TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            completed_at INTEGER,
            error TEXT
        ) STRICT;
        CREATE TABLE events (
            key INTEGER PRIMARY KEY,
            metrics INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        """,
        // What an event is (EventRow) becomes visible, so that the latest of a kind are found without reading the rest.
        // A job's pyramids cover its events through a number; one without a row has none yet and is caught up on demand.
        """
        ALTER TABLE events RENAME COLUMN metrics TO kind;
        UPDATE events SET kind = CASE json_extract(CAST(body AS TEXT), '$.kind')
            WHEN 'status' THEN 2 WHEN 'log' THEN 3 WHEN 'receipt' THEN 4 WHEN 'checkpoint' THEN 5 WHEN 'confusion' THEN 6 ELSE 0 END
        WHERE kind = 0;
        CREATE INDEX events_by_kind ON events (kind, key) WHERE kind > 1;
        CREATE TABLE pyramids (
            job INTEGER PRIMARY KEY,
            through INTEGER NOT NULL,
            attempt INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE series (
            job INTEGER NOT NULL,
            id INTEGER NOT NULL,
            name TEXT NOT NULL,
            points INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            first_step INTEGER NOT NULL,
            last_step INTEGER NOT NULL,
            last_time INTEGER NOT NULL,
            last_bits INTEGER NOT NULL,
            PRIMARY KEY (job, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pyramid_rows (
            key INTEGER PRIMARY KEY,
            first_step INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        """,
        // What is known of the checkpoint files. Validation values are the bits of doubles (CheckpointRow).
        """
        CREATE TABLE checkpoints (
            job INTEGER NOT NULL,
            step INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            at INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            reason TEXT NOT NULL,
            validation_loss INTEGER,
            validation_accuracy INTEGER,
            pinned INTEGER NOT NULL DEFAULT 0,
            abandoned INTEGER NOT NULL DEFAULT 0,
            proof TEXT,
            PRIMARY KEY (job, step)
        ) STRICT, WITHOUT ROWID;
        """,
        // What was changed of a job while it ran (JobSteering); null for nothing.
        "ALTER TABLE jobs ADD COLUMN steering TEXT;",
        // From which event on all are kept (Job.FirstSeq).
        "ALTER TABLE jobs ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;",
        // Whether it stopped at a breakpoint or the guard by itself (Job.PausedByHit), and what a start was named by (StartKey).
        """
        ALTER TABLE jobs ADD COLUMN paused_by_hit INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE jobs ADD COLUMN start_key TEXT;
        ALTER TABLE jobs ADD COLUMN start_request TEXT;
        CREATE UNIQUE INDEX jobs_by_start_key ON jobs (start_key) WHERE start_key IS NOT NULL;
        """,
    ];

    // So many versions may follow this one. They may have the same tables and mean other things by them.
    private const int Following = 1_000;

    /// <summary>Brings the tables up to date.</summary>
    /// <returns>What was wrong with the number of the format, as a sentence; null where nothing was.</returns>
    /// <exception cref="StorageException">The file was written by a newer version, or by none.</exception>
    public static string? Apply(SqliteConnection connection)
    {
        var said = connection.ExecuteScalar<int>("PRAGMA user_version");
        // Else the tables are the truth; what counts them may be damaged.
        var version = said > s_steps.Length && said <= s_steps.Length + Following ? said : SchemaVersion.Of(connection, s_steps) ?? said;
        if (version > s_steps.Length)
        {
            throw new StorageException(
                $"The storage folder was written by a newer version of the dashboard (format {version}; this one knows {s_steps.Length}).");
        }

        if (version < 0)
            throw new StorageException($"The database in the storage folder says that it is of format {version}, and its tables are of none that there ever was.");
        var from = version;
        if (version != said)
            connection.Execute($"PRAGMA user_version={version};");

        for (; version < s_steps.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute($"{s_steps[version]} PRAGMA user_version={version + 1};", transaction: transaction);
            transaction.Commit();
        }

        return from == said ? null : $"The database said that it is of format {said}; by its tables it was of format {from}, which it is read as.";
    }
}
