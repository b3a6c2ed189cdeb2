using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>Jobs in SQLite.</summary>
public sealed class SqliteJobStore(SqliteDatabase database) : IJobStore
{
    private const string Columns =
        """
        number AS Number, id AS Id, spec AS Spec, status AS Status, reason AS Reason, desired AS Desired, attempt AS Attempt, steering AS Steering,
        paused_by_hit AS PausedByHit, start_key AS StartKey, start_request AS StartRequest, seq AS Seq, first_seq AS FirstSeq,
        progress AS Progress, created_at AS CreatedAt, started_at AS StartedAt, completed_at AS CompletedAt, error AS Error
        """;

    private const string ByKey = $"SELECT {Columns} FROM jobs WHERE start_key = @key";

    /// <inheritdoc/>
    public Task<Job> AddAsync(JobId id, JobSpec spec, DateTimeOffset createdAt, StartKey? key, CancellationToken cancellationToken)
        => database.WriteAsync(
            durable: true,
            (connection, transaction) =>
            {
                if (key is not null && connection.QuerySingleOrDefault<JobRow>(ByKey, new { key = key.Text }, transaction) is { } known)
                    return known.ToJob();
                // Whole milliseconds, as it is read back.
                var at = DateTimeOffset.FromUnixTimeMilliseconds(createdAt.ToUnixTimeMilliseconds());
                var job = new Job { Id = id, Number = 0, Spec = spec, Status = JobStatus.Queued, CreatedAt = at, StartKey = key };
                var number = connection.ExecuteScalar<long>(
                    """
                    INSERT INTO jobs (id, spec, status, desired, attempt, seq, progress, created_at, start_key, start_request)
                    VALUES (@Id, @Spec, @Status, @Desired, @Attempt, @Seq, @Progress, @CreatedAt, @StartKey, @StartRequest)
                    RETURNING number
                    """,
                    JobRow.Of(job),
                    transaction);
                return job with { Number = number };
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task<Job?> FindAsync(JobId id, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(
                async connection =>
                {
                    var row = await connection.QuerySingleOrDefaultAsync<JobRow>(
                        $"SELECT {Columns} FROM jobs WHERE id = @id", new { id = id.ToString() });
                    return row?.ToJob();
                },
                cancellationToken);
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            throw new DamagedJobException(new DamagedJob(0, id.ToString(), Unreadable(e)), e);
        }
    }

    /// <inheritdoc/>
    public Task<Job?> FindByKeyAsync(string key, CancellationToken cancellationToken)
        => database.ReadAsync(
            async connection => (await connection.QuerySingleOrDefaultAsync<JobRow>(ByKey, new { key }))?.ToJob(),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Job>> ListAsync(CancellationToken cancellationToken) => (await ReadAllAsync(cancellationToken)).Jobs;

    /// <inheritdoc/>
    public Task<StoredJobs> ReadAllAsync(CancellationToken cancellationToken)
        => database.ReadAsync(
            async connection =>
            {
                var (jobs, damaged) = (new List<Job>(), new List<DamagedJob>());
                IEnumerable<JobRow> rows;
                try
                {
                    rows = await connection.QueryAsync<JobRow>($"SELECT {Columns} FROM jobs ORDER BY number");
                }
                catch (SqliteException e) when (e.IsDamage())
                {
                    rows = OneByOne(connection, damaged);
                }

                foreach (var row in rows)
                {
                    try
                    {
                        jobs.Add(row.ToJob());
                    }
                    catch (DamagedJobException e)
                    {
                        damaged.Add(e.Job);
                    }
                }

                return new StoredJobs(jobs, damaged);
            },
            cancellationToken);

    // Part of the table cannot be read: whatever can be is, each row by itself.
    private static List<JobRow> OneByOne(SqliteConnection connection, List<DamagedJob> damaged)
    {
        var rows = new List<JobRow>();
        foreach (var (number, id) in Numbers(connection))
        {
            try
            {
                if (connection.QuerySingleOrDefault<JobRow>($"SELECT {Columns} FROM jobs WHERE number = @number", new { number }) is { } row)
                    rows.Add(row);
            }
            catch (SqliteException e) when (e.IsDamage())
            {
                damaged.Add(new DamagedJob(number, id, Unreadable(e)));
            }
        }

        return rows;
    }

    // The index of ids has the numbers too; where it is damaged as well, there are all that were ever given.
    private static IReadOnlyList<(long Number, string? Id)> Numbers(SqliteConnection connection)
    {
        try
        {
            var known = connection.Query<(long Number, string? Id)>("SELECT number, id FROM jobs INDEXED BY sqlite_autoindex_jobs_1 WHERE id >= ''");
            return [.. known.OrderBy(job => job.Number)];
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            var last = connection.ExecuteScalar<long?>("SELECT seq FROM sqlite_sequence WHERE name = 'jobs'") ?? 0;
            return [.. Enumerable.Range(1, (int)Math.Min(last, 1_000_000)).Select(number => ((long)number, (string?)null))];
        }
    }

    private static string Unreadable(SqliteException e) => $"Its row in the database cannot be read: {SqliteDamage.Sentence(e)}";

    /// <inheritdoc/>
    public Task RemoveAsync(long number, CancellationToken cancellationToken)
        => database.WriteAsync(
            durable: true,
            (connection, transaction) => connection.Execute(
                """
                DELETE FROM jobs WHERE number = @number;
                DELETE FROM events WHERE key > @firstEvent AND key < @nextEvent;
                DELETE FROM pyramids WHERE job = @number;
                DELETE FROM series WHERE job = @number;
                DELETE FROM pyramid_rows WHERE key >= @firstRow AND key < @nextRow;
                DELETE FROM checkpoints WHERE job = @number;
                """,
                new
                {
                    number,
                    firstEvent = EventRow.Key(number, 0),
                    nextEvent = EventRow.Key(number + 1, 0),
                    firstRow = PyramidRows.FirstKey(number),
                    nextRow = PyramidRows.FirstKey(number + 1),
                },
                transaction),
            cancellationToken);
}

/// <summary>A job as its row: enumerations as words, times as milliseconds, the rest as JSON.</summary>
internal sealed class JobRow
{
    public long Number { get; init; }

    public string Id { get; init; } = "";

    public string Spec { get; init; } = "";

    public string Status { get; init; } = "";

    public string? Reason { get; init; }

    public string Desired { get; init; } = "";

    public long Attempt { get; init; }

    public long Seq { get; init; }

    public long FirstSeq { get; init; } = 1;

    public string? Steering { get; init; }

    public long PausedByHit { get; init; }

    public string? StartKey { get; init; }

    public string? StartRequest { get; init; }

    public string Progress { get; init; } = "";

    public long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? CompletedAt { get; init; }

    public string? Error { get; init; }

    public static JobRow Of(Job job) => new()
    {
        Number = job.Number,
        Id = job.Id.ToString(),
        Spec = JsonSerializer.Serialize(job.Spec, FeedJson.Options),
        Status = job.Status.ToWord(),
        Reason = job.Reason,
        Desired = job.Desired.ToString(),
        Attempt = job.Attempt,
        Seq = job.Seq,
        FirstSeq = job.FirstSeq,
        Steering = job.Steering == JobSteering.None ? null : JsonSerializer.Serialize(job.Steering, FeedJson.Options),
        PausedByHit = job.PausedByHit ? 1 : 0,
        StartKey = job.StartKey?.Text,
        StartRequest = job.StartKey?.Request,
        Progress = JsonSerializer.Serialize(job.Progress, FeedJson.Options),
        CreatedAt = job.CreatedAt.ToUnixTimeMilliseconds(),
        StartedAt = job.StartedAt?.ToUnixTimeMilliseconds(),
        CompletedAt = job.CompletedAt?.ToUnixTimeMilliseconds(),
        Error = job.Error,
    };

    /// <summary>The job.</summary>
    /// <exception cref="DamagedJobException">What is stored is none; says what is wrong with it.</exception>
    public Job ToJob()
    {
        try
        {
            return Read();
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or ArgumentException or NotSupportedException)
        {
            var reason = e is InvalidDataException ? e.Message : $"What is stored of it cannot be read: {e.Message}";
            throw new DamagedJobException(new DamagedJob(Number, Id, reason), e);
        }
    }

    private Job Read() => new()
    {
        Id = JobId.TryParse(Id, out var id) ? id : throw new InvalidDataException($"Its id '{Shown.Cut(Id)}' is none."),
        Number = Number,
        Spec = Json<JobSpec>(Spec, "specification") is { Name: not null, Trainer: not null, Dataset: not null, Hyperparameters: not null } spec
            ? spec
            : throw new InvalidDataException("Its specification lacks a name, a trainer, a dataset or hyperparameters."),
        Status = Word<JobStatus>(Status, "status"),
        Reason = Reason,
        Desired = Word<DesiredState>(Desired, "desired state"),
        Attempt = (int)Attempt,
        Seq = Seq,
        FirstSeq = FirstSeq,
        Steering = Steering is null ? JobSteering.None
            : Json<JobSteering>(Steering, "steering") is { Changes: not null, Pending: not null, Breakpoints: not null } steering ? steering
            : throw new InvalidDataException("What is stored of its steering is none."),
        PausedByHit = PausedByHit != 0,
        StartKey = StartKey is null ? null : new StartKey(StartKey, StartRequest ?? ""),
        Progress = Json<JobProgress>(Progress, "progress"),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        StartedAt = Time(StartedAt),
        CompletedAt = Time(CompletedAt),
        Error = Error,
    };

    private static T Json<T>(string text, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, FeedJson.Options) ?? throw new InvalidDataException($"Its {what} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Its {what} is not readable JSON: {e.Message}", e);
        }
    }

    private static T Word<T>(string text, string what)
        where T : struct, Enum
        => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new InvalidDataException($"Its {what} '{Shown.Cut(text)}' is none that there is.");

    private static DateTimeOffset? Time(long? milliseconds)
        => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
