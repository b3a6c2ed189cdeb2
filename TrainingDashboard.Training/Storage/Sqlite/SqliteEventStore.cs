using Dapper;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>Events in SQLite: points as column blocks, everything else as JSON. The series' pyramids follow in the same transaction.</summary>
public sealed class SqliteEventStore(SqliteDatabase database) : IEventStore
{
    private static readonly (int Kind, int Limit)[] s_latest =
    [
        (EventRow.Status, JobCurves.HistoryEvents), (EventRow.Receipt, JobCurves.HistoryEvents),
        (EventRow.Checkpoint, JobCurves.HistoryEvents), (EventRow.Log, JobCurves.LogLines), (EventRow.Confusion, 1),
        (EventRow.Hyperparameter, JobCurves.SteeringEvents), (EventRow.Breakpoint, JobCurves.SteeringEvents),
        (EventRow.Rollback, JobCurves.SteeringEvents),
    ];

    private const int MostAbandonedEvents = 1_500;
    private readonly PyramidFollower _pyramids = new();

    /// <inheritdoc/>
    public Task AppendAsync(Job before, Job after, IReadOnlyList<JobEvent> events, bool durable, CancellationToken cancellationToken)
        => database.WriteAsync(
            durable,
            (connection, transaction) =>
            {
                UpdateJob(connection, transaction, before, after);
                Insert(connection, transaction, after.Number, events);
                Abandon(connection, transaction, after.Number, events);
                _pyramids.Follow(connection, transaction, after, events);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEvent>> ReadAsync(JobId job, long after, int limit, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<JobEvent>>(
            async connection =>
            {
                var number = await connection.ExecuteScalarAsync<long?>("SELECT number FROM jobs WHERE id = @id", new { id = job.ToString() });
                if (number is null)
                    return [];
                var rows = await connection.QueryAsync<(long Key, long Kind, byte[] Body)>(
                    "SELECT key, kind, body FROM events WHERE key > @from AND key < @to ORDER BY key LIMIT @limit",
                    new { from = EventRow.Key(number.Value, after), to = EventRow.Key(number.Value + 1, 0), limit });
                return [.. rows.Select(row => EventRow.Decode(row.Key, row.Kind, row.Body))];
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task TrimAsync(Job job, CancellationToken cancellationToken)
    {
        await new SqliteSeriesStore(database, this).ListAsync(job.Id, cancellationToken);
        await database.WriteAsync(
            durable: false,
            (connection, transaction) => connection.Execute(
                $"""
                UPDATE jobs SET first_seq = @first WHERE number = @number;
                DELETE FROM events WHERE key > @from AND key < @to AND kind = {EventRow.Metrics};
                """,
                new { number = job.Number, first = job.FirstSeq, from = EventRow.Key(job.Number, 0), to = EventRow.Key(job.Number, job.FirstSeq) },
                transaction),
            cancellationToken);
    }

    /// <inheritdoc/>
    async Task<JobCurves> IEventStore.CurvesAsync(JobId job, CancellationToken cancellationToken)
    {
        var curves = new JobCurves();
        foreach (var (window, attempt) in await new SqliteSeriesStore(database, this).OverviewAsync(job, JobCurves.BucketsFor, cancellationToken))
            curves.Restore(window, attempt);
        var latest = await ReadLatestAsync(job, cancellationToken);
        foreach (var happened in latest)
            curves.Take(happened, isLate: true);
        foreach (var back in latest.Where(e => AbandonedStretch.StepOf(e) is not null).TakeLast(JobCurves.Stretches))
        {
            if (await ReadAbandonedAsync(job, back, cancellationToken) is { } stretch)
                curves.Restore(stretch);
        }

        return curves;
    }

    /// <summary>What a job went back over. Series have lost it, events have it still; of a very long one the end.</summary>
    private async Task<AbandonedStretch?> ReadAbandonedAsync(JobId job, JobEvent back, CancellationToken cancellationToken)
    {
        var before = new JobCurves();
        foreach (var happened in await ReadAsync(job, Math.Max(0, back.Seq - 1 - MostAbandonedEvents), (int)Math.Min(back.Seq - 1, MostAbandonedEvents), cancellationToken))
        {
            if (happened is MetricsEvent or StatusEvent)
                before.Take(happened);
        }

        return before.After(AbandonedStretch.StepOf(back)!.Value);
    }

    /// <summary>The latest events of each kind that snapshots show, in order.</summary>
    private Task<IReadOnlyList<JobEvent>> ReadLatestAsync(JobId job, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<JobEvent>>(
            async connection =>
            {
                var number = await connection.ExecuteScalarAsync<long?>("SELECT number FROM jobs WHERE id = @id", new { id = job.ToString() });
                if (number is null)
                    return [];
                var rows = new List<(long Key, long Kind, byte[] Body)>();
                foreach (var (kind, limit) in s_latest)
                {
                    // The second condition is the index's own: without it SQLite does not see that the index will do.
                    rows.AddRange(await connection.QueryAsync<(long Key, long Kind, byte[] Body)>(
                        """
                        SELECT key, kind, body FROM events
                        WHERE kind = @kind AND kind > 1 AND key > @from AND key < @to ORDER BY key DESC LIMIT @limit
                        """,
                        new { kind, limit, from = EventRow.Key(number.Value, 0), to = EventRow.Key(number.Value + 1, 0) }));
                }

                return [.. rows.OrderBy(row => row.Key).Select(row => EventRow.Decode(row.Key, row.Kind, row.Body))];
            },
            cancellationToken);

    private static void UpdateJob(SqliteConnection connection, SqliteTransaction transaction, Job before, Job after)
    {
        var row = JobRow.Of(after);
        var changed = connection.Execute(
            """
            UPDATE jobs SET status = @Status, reason = @Reason, desired = @Desired, paused_by_hit = @PausedByHit, attempt = @Attempt, seq = @Seq,
                spec = CASE WHEN @Specifies THEN @Spec ELSE spec END,
                steering = CASE WHEN @Steers THEN @Steering ELSE steering END, progress = @Progress, started_at = @StartedAt, completed_at = @CompletedAt, error = @Error
            WHERE number = @Number AND attempt = @ExpectedAttempt AND seq = @ExpectedSeq
            """,
            new
            {
                row.Status, row.Reason, row.Desired, row.PausedByHit, row.Attempt, row.Seq, row.Progress, row.StartedAt, row.CompletedAt, row.Error,
                row.Spec, Specifies = !ReferenceEquals(before.Spec, after.Spec),
                row.Steering, Steers = !ReferenceEquals(before.Steering, after.Steering),
                row.Number, ExpectedAttempt = before.Attempt, ExpectedSeq = before.Seq,
            },
            transaction);
        if (changed == 0)
            throw new StaleJobException(before.Id, before.Attempt);
    }

    // With the event that says so, so that no crash leaves a rewound job that goes on from what it left.
    private static void Abandon(SqliteConnection connection, SqliteTransaction transaction, long number, IReadOnlyList<JobEvent> events)
    {
        foreach (var rewind in events.OfType<ReceiptEvent>().Where(r => r is { Action: CommandAction.Rewind, State: ReceiptState.Applied }))
            connection.Execute("UPDATE checkpoints SET abandoned = 1 WHERE job = @number AND step > @Step", new { number, rewind.Step }, transaction);
        foreach (var back in events.OfType<RollbackEvent>())
            connection.Execute("UPDATE checkpoints SET abandoned = 1 WHERE job = @number AND step > @BackTo", new { number, back.BackTo }, transaction);
    }

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, long number, IReadOnlyList<JobEvent> events)
    {
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO events (key, kind, body) VALUES ($key, $kind, $body)";
        var key = insert.Parameters.Add("$key", SqliteType.Integer);
        var kind = insert.Parameters.Add("$kind", SqliteType.Integer);
        var body = insert.Parameters.Add("$body", SqliteType.Blob);
        foreach (var happened in events)
        {
            key.Value = EventRow.Key(number, happened.Seq);
            kind.Value = EventRow.KindOf(happened);
            body.Value = EventRow.Encode(happened);
            insert.ExecuteNonQuery();
        }
    }
}
