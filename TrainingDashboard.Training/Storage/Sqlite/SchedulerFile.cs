using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// The scheduler's own database. Nothing in it outlives the dashboard: the jobs' table is the truth, and every job that
/// waits is lined up anew at the start.
/// </summary>
internal static class SchedulerFile
{
    /// <summary>How the scheduler opens it.</summary>
    public static string ConnectionString(string path) => new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    /// <summary>Empties the file, and sets it aside where it is damaged, so that a new one is made.</summary>
    /// <param name="storage">The folder, owned.</param>
    /// <param name="path">The file; it need not exist.</param>
    public static void Prepare(StorageFolder storage, string path)
    {
        // A dashboard that ended in this process may have left some open.
        using (var pool = new SqliteConnection(ConnectionString(path)))
            SqliteConnection.ClearPool(pool);
        if (!File.Exists(path))
            return;
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            connection.Open();
            if (connection.ExecuteScalar<string>("PRAGMA quick_check(1)") is var found && found != "ok")
                throw new InvalidDataException(found);
            using var transaction = connection.BeginTransaction();
            connection.Execute("PRAGMA defer_foreign_keys=ON", transaction: transaction);
            var tables = connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", transaction: transaction);
            foreach (var table in tables.ToArray())
                connection.Execute($"DELETE FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", transaction: transaction);
            transaction.Commit();
        }
        catch (Exception e) when (e is InvalidDataException || e.IsDamage())
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm", path + "-journal" }.Where(File.Exists))
                storage.SetAside(file);
            storage.Notes.Add("The scheduler's database was damaged. It is made anew from the jobs, of which none is lost.");
        }
    }
}
