using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Execution;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Storage.Sqlite;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Benchmarks.Storage;

/// <summary>A database with jobs in it that are written the product's way, in a folder of its own.</summary>
internal sealed class StoredJobs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly SqliteDatabase _database;
    private readonly SqliteJobStore _jobs;
    private readonly JobFeeds _feeds;

    public StoredJobs()
    {
        _database = new SqliteDatabase(File);
        _jobs = new SqliteJobStore(_database);
        var events = new SqliteEventStore(_database);
        Series = new SqliteSeriesStore(_database, events);
        _feeds = new JobFeeds(_jobs, events, new JobBoard(TimeProvider.System));
    }

    public string File => Path.Combine(_folder, "dashboard.db");

    public SqliteSeriesStore Series { get; }

    /// <summary>A job whose first attempt has begun.</summary>
    public async Task<JobFeed> BeginAsync()
    {
        var spec = new JobSpec("bench", "bench", "none", 1, 1, new Dictionary<string, System.Text.Json.JsonElement>());
        var now = DateTimeOffset.UtcNow;
        var feed = _feeds.Open(await _jobs.AddAsync(JobId.Create(now), spec, now, key: null, default));
        await feed.UpdateAsync(job => JobUpdate.Move(job with { Attempt = 1 }, JobStatus.Running, null, now), default);
        return feed;
    }

    /// <summary>Runs a loop that reports as fast as it can until all is stored and the job has ended.</summary>
    public static async Task ReportAsync(JobFeed feed, Action<TrainingContext> loop)
    {
        var options = new ExecutionOptions();
        var clock = new CheckpointClock(TimeSpan.FromHours(1), 0, TimeProvider.System);
        var reporter = new JobReporter(feed.Job, _ => { }, TimeProvider.System);
        var sink = new LoopSink(reporter, new CheckpointKeeper(clock, reporter.Keep, double.NegativeInfinity), step: 0, TimeProvider.System);
        using var control = new ControlPoint(sink.Applied);
        await using var flusher = new JobFlusher(
            feed, attempt: 1, reporter, control.Interrupt, TimeSpan.FromMilliseconds(options.FlushMilliseconds), TimeProvider.System, NullLogger.Instance);
        var none = HyperparameterValues.Resolve([], new Dictionary<string, System.Text.Json.JsonElement>());
        var context = new TrainingContext(new TrainingRequest(null!, none, 1, 1, 1), sink, control);
        await Task.Factory.StartNew(() => loop(context), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await flusher.FinishAsync(End, CancellationToken.None);
    }

    /// <summary>Stores points in flushes of one size and ends the job, without waiting between them.</summary>
    public static async Task FlushAsync(JobFeed feed, IEnumerable<IReadOnlyList<MetricBlock>> flushes)
    {
        foreach (var blocks in flushes)
            await feed.UpdateAsync(job => new JobUpdate(job, [new MetricsEvent(0, blocks)]) { Attempt = 1 }, default);
        await feed.UpdateAsync(job => End(job) is var (ended, last) ? new JobUpdate(ended, [last]) { Durable = true } : null, default);
    }

    /// <summary>Moves everything into the file itself, so that nothing is left beside it.</summary>
    public void CheckpointWal()
    {
        using var connection = Open();
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Bytes of the file, and how many of them the pyramids take.</summary>
    public (long All, long Pyramids) Measure()
    {
        using var connection = Open();
        var bytes = new FileInfo(File).Length;
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM pyramid_rows; DELETE FROM series; DELETE FROM pyramids", transaction: transaction);
        return (bytes, connection.ExecuteScalar<long>("PRAGMA freelist_count") * connection.ExecuteScalar<long>("PRAGMA page_size"));
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static (Job Job, JobEvent Event)? End(Job job)
    {
        var now = DateTimeOffset.UtcNow;
        return (job.MoveTo(JobStatus.Completed, null, now), new StatusEvent(now.ToUnixTimeMilliseconds(), JobStatus.Completed, null, job.Attempt));
    }
}
