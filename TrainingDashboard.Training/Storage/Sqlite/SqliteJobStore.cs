using System.Text.Json;
using Dapper;
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
    public Task<Job?> FindAsync(JobId id, CancellationToken cancellationToken)
        => database.ReadAsync(
            async connection =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<JobRow>(
                    $"SELECT {Columns} FROM jobs WHERE id = @id", new { id = id.ToString() });
                return row?.ToJob();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<Job?> FindByKeyAsync(string key, CancellationToken cancellationToken)
        => database.ReadAsync(
            async connection => (await connection.QuerySingleOrDefaultAsync<JobRow>(ByKey, new { key }))?.ToJob(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Job>> ListAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Job>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<JobRow>($"SELECT {Columns} FROM jobs ORDER BY number");
                return [.. rows.Select(row => row.ToJob())];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(Job job, CancellationToken cancellationToken)
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
                    number = job.Number,
                    firstEvent = EventRow.Key(job.Number, 0),
                    nextEvent = EventRow.Key(job.Number + 1, 0),
                    firstRow = PyramidRows.FirstKey(job.Number),
                    nextRow = PyramidRows.FirstKey(job.Number + 1),
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

    public Job ToJob() => new()
    {
        Id = JobId.TryParse(Id, out var id) ? id : throw new InvalidDataException($"The stored job {Number} has no proper id."),
        Number = Number,
        Spec = JsonSerializer.Deserialize<JobSpec>(Spec, FeedJson.Options)!,
        Status = Enum.Parse<JobStatus>(Status, ignoreCase: true),
        Reason = Reason,
        Desired = Enum.Parse<DesiredState>(Desired),
        Attempt = (int)Attempt,
        Seq = Seq,
        FirstSeq = FirstSeq,
        Steering = Steering is null ? JobSteering.None : JsonSerializer.Deserialize<JobSteering>(Steering, FeedJson.Options)!,
        PausedByHit = PausedByHit != 0,
        StartKey = StartKey is null ? null : new StartKey(StartKey, StartRequest ?? ""),
        Progress = JsonSerializer.Deserialize<JobProgress>(Progress, FeedJson.Options)!,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        StartedAt = Time(StartedAt),
        CompletedAt = Time(CompletedAt),
        Error = Error,
    };

    private static DateTimeOffset? Time(long? milliseconds)
        => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
