using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Storage;

/// <summary>A job in a database of its own that is written flush by flush.</summary>
internal sealed class SeriesJob : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteEventStore _events;

    public SeriesJob()
    {
        Database = new SqliteDatabase(File);
        _events = new SqliteEventStore(Database);
        Series = new SqliteSeriesStore(Database, _events);
        Job = new SqliteJobStore(Database).AddAsync(JobId.Create(DateTimeOffset.UtcNow), A.Spec, DateTimeOffset.UnixEpoch, key: null, default).GetAwaiter().GetResult();
    }

    public string File => _folder.Of("dashboard.db");

    public SqliteDatabase Database { get; private set; }

    public SqliteSeriesStore Series { get; private set; }

    public SqliteEventStore Events => _events;

    public Job Job { get; private set; }

    /// <summary>As after the end of the process: nothing is known but the file.</summary>
    public void Reopen()
    {
        Database.Dispose();
        Database = new SqliteDatabase(File);
        _events = new SqliteEventStore(Database);
        Series = new SqliteSeriesStore(Database, _events);
    }

    public async Task AttemptAsync()
    {
        var begun = Job with { Attempt = Job.Attempt + 1, Status = JobStatus.Running };
        await AppendAsync(begun, new StatusEvent(0, JobStatus.Running, null, begun.Attempt));
    }

    public Task EndAsync() => AppendAsync(Job with { Status = JobStatus.Completed }, new StatusEvent(0, JobStatus.Completed, null, Job.Attempt));

    /// <summary>Writes a flush of some series with the same steps.</summary>
    public Task WriteAsync(long[] steps, params (string Name, double[] Values)[] series)
        => AppendAsync(Job, new MetricsEvent(0, [Block(steps, series)]));

    public static MetricBlock Block(long[] steps, params (string Name, double[] Values)[] series) => new(
        steps,
        [.. steps.Select(s => s * 10)],
        series.ToDictionary(s => s.Name, s => (IReadOnlyList<double>)s.Values));

    public async Task AppendAsync(Job after, params JobEvent[] events)
    {
        after = after with { Seq = Job.Seq + events.Length };
        await _events.AppendAsync(Job, after, [.. events.Select((e, i) => e with { Seq = Job.Seq + 1 + i })], durable: false, default);
        Job = after;
    }

    public async Task<SeriesWindow> ReadAsync(string name, long? from = null, long? to = null, int points = 1_000)
        => (await Series.ReadAsync(Job.Id, name, from, to, points, default))!;

    public void Dispose()
    {
        Database.Dispose();
        _folder.Dispose();
    }
}
