using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// Series in SQLite: their pyramids, and from the events the few points that came after. Pyramids of jobs from before
/// there were any are made when first asked for.
/// </summary>
public sealed class SqliteSeriesStore(SqliteDatabase database, IEventStore events) : ISeriesStore
{
    private const int EventsAtOnce = 64;
    private const long PointsAtOnce = 1 << 20;

    /// <summary>What the last read touched, for tests.</summary>
    internal (int Rows, long Bytes) LastRead { get; private set; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SeriesInfo>> ListAsync(JobId job, CancellationToken cancellationToken)
        => await ReadAsync<IReadOnlyList<SeriesInfo>>(job, only: null, (tail, _) => [.. tail.Names.Select(name => Info(tail, name))], cancellationToken) ?? [];

    /// <inheritdoc/>
    public Task<SeriesWindow?> ReadAsync(JobId job, string name, long? from, long? to, int points, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(points);
        return ReadAsync(job, name, (tail, rows) => Window(tail, rows, name, from, to, points), cancellationToken);
    }

    /// <summary>Every series of a job, with the attempt that reported its last point, for a snapshot.</summary>
    /// <param name="job">The job.</param>
    /// <param name="points">How many points or buckets at the most for each, by its place in the list.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<(SeriesWindow Window, int Attempt)>> OverviewAsync(
        JobId job, Func<int, int> points, CancellationToken cancellationToken)
        => await ReadAsync<IReadOnlyList<(SeriesWindow, int)>>(
            job,
            only: null,
            (tail, rows) =>
            [
                .. tail.Names.Select((name, i) => (
                    Window(tail, rows, name, null, null, points(i))!,
                    tail.Tail(name)?.Attempt ?? (int)tail.Stored(name)!.Attempt)),
            ],
            cancellationToken) ?? [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReportedBlock> ExportAsync(JobId job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await TrimmedAsync(job, cancellationToken) is { } number)
        {
            await foreach (var block in new KeptPoints(database).ReadAsync(number, cancellationToken))
                yield return block;
            yield break;
        }

        var (seen, attempt) = (0L, 0);
        while (await events.ReadAsync(job, seen, EventsAtOnce, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var happened in page)
            {
                attempt = happened is StatusEvent status ? status.Attempt : attempt;
                if (happened is not MetricsEvent metrics)
                    continue;
                foreach (var block in metrics.Blocks)
                    yield return new ReportedBlock(metrics.Seq, attempt, block);
            }

            seen = page[^1].Seq;
        }
    }

    /// <returns>The number of a job whose events were let go; null where they are all there.</returns>
    private Task<long?> TrimmedAsync(JobId job, CancellationToken cancellationToken)
        => database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long?>("SELECT number FROM jobs WHERE id = @id AND first_seq > 1", new { id = job.ToString() }),
            cancellationToken);

    private static SeriesInfo Info(JobTail tail, string name)
    {
        var (stored, added) = (tail.Stored(name), tail.Tail(name));
        if (added is null)
            return new SeriesInfo(name, stored!.Points, stored.FirstStep, stored.LastStep, stored.LastTime, BitConverter.Int64BitsToDouble(stored.LastBits));
        var points = added.ToPoints();
        return new SeriesInfo(
            name,
            added.Count,
            added.Kept > 0 ? stored!.FirstStep : points.Steps.Span[0],
            points.Steps.Span[^1],
            points.Times.Span[^1],
            points.Values.Span[^1]);
    }

    private static SeriesWindow? Window(JobTail tail, PyramidRows rows, string name, long? from, long? to, int points)
    {
        var (stored, added) = (tail.Stored(name), tail.Tail(name));
        return stored is null && added is null ? null : new SeriesWindowReader(rows, stored, added).Read(name, from, to, points);
    }

    private async Task<T?> ReadAsync<T>(JobId job, string? only, Func<JobTail, PyramidRows, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (await CaughtUpAsync(job, cancellationToken) is not { } number)
            return null;
        return await database.ReadAsync(
            connection =>
            {
                // One view of pyramids and events, however much is written meanwhile.
                using var transaction = connection.BeginTransaction(deferred: true);
                using var rows = new PyramidRows(connection, transaction);
                using var tail = JobTail.Read(connection, transaction, number, rows, only, long.MaxValue);
                var result = read(tail, rows);
                LastRead = (rows.RowsRead, rows.BytesRead);
                return Task.FromResult(result);
            },
            cancellationToken);
    }

    /// <returns>The job's number; null where there is no such job.</returns>
    private async Task<long?> CaughtUpAsync(JobId job, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(connection => FindAsync(connection, job), cancellationToken);
        if (found is not var (number, seq, final, through))
            return null;
        var need = final ? seq : seq - (2 * PyramidFollower.MaximumEvents);
        while (through < need)
        {
            through = await database.WriteAsync(
                durable: false, (connection, transaction) => PyramidWriter.CatchUp(connection, transaction, number, PointsAtOnce), cancellationToken);
        }

        return number;
    }

    private static async Task<(long Number, long Seq, bool Final, long Through)?> FindAsync(SqliteConnection connection, JobId job)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(long Number, long Seq, string Status, long Through)?>(
            """
            SELECT number, seq, status, COALESCE((SELECT through FROM pyramids WHERE job = number), 0)
            FROM jobs WHERE id = @id
            """,
            new { id = job.ToString() });
        return row is var (number, seq, status, through)
            ? (number, seq, Enum.Parse<JobStatus>(status, ignoreCase: true).IsFinal(), through)
            : null;
    }
}
