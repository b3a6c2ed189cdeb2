using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// The dashboard's database file. Two connections write, one at a time: one whose commits survive a power cut and one
/// whose commits survive the end of the process only. Readers take their own.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SqliteConnection _durable;
    private readonly SqliteConnection _quick;
    private readonly string _readers;

    /// <summary>Opens the file and brings its tables up to date.</summary>
    /// <param name="path">The file; made when missing.</param>
    /// <exception cref="StorageException">The file is damaged, or was written by a newer version.</exception>
    public SqliteDatabase(string path)
    {
        _readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
        var writer = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        SqliteConnection? opened = null;
        try
        {
            _durable = opened = Open(writer, "FULL");
            Note = SqliteSchema.Apply(_durable);
            _quick = Open(writer, "NORMAL");
        }
        catch (SqliteException e)
        {
            opened?.Dispose();
            throw new StorageException(e.IsDamage()
                ? $"The database {path} is damaged: {SqliteDamage.Sentence(e)} Put a copy of it there, or move it away and its '-wal' with it: "
                    + "the dashboard then starts without jobs, and `training doctor` takes up again what the checkpoints tell of them."
                : $"The database {path} cannot be used: {SqliteDamage.Sentence(e)}");
        }
        catch (StorageException)
        {
            opened?.Dispose();
            throw;
        }
    }

    /// <summary>What was strange about the file when it was opened, as a sentence; null where nothing was.</summary>
    public string? Note { get; }

    /// <summary>Runs a transaction. Writers wait for each other; readers are not disturbed.</summary>
    public async Task<T> WriteAsync<T>(bool durable, Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var connection = durable ? _durable : _quick;
            using var transaction = connection.BeginTransaction();
            var result = work(connection, transaction);
            transaction.Commit();
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads on a connection of its own.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(cancellationToken);
        return await work(connection);
    }

    /// <summary>Reads the whole file.</summary>
    /// <returns>What is wrong with it; none where nothing is.</returns>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<string>>(
            async connection =>
            {
                try
                {
                    return [.. (await connection.QueryAsync<string>("PRAGMA integrity_check(20)")).Where(line => line != "ok")];
                }
                catch (SqliteException e) when (e.IsDamage())
                {
                    return [SqliteDamage.Sentence(e)];
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _writing.Wait();
        // Readers first: whoever closes last writes what is in the log into the file, which a reader cannot.
        using var pool = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(pool);
        _quick.Dispose();
        _durable.Dispose();
        _writing.Dispose();
    }

    private static SqliteConnection Open(string connectionString, string synchronous)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        // A flush at full speed is several megabytes; what does not fit the cache is written before its time and read back.
        connection.Execute($"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384;");
        return connection;
    }
}
