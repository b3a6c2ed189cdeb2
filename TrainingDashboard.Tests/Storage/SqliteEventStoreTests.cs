using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Storage;

public sealed class SqliteEventStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase _database;

    public SqliteEventStoreTests() => _database = Open();

    private SqliteEventStore Events => new(_database);

    private SqliteJobStore Jobs => new(_database);

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Events_OfEveryKind_ComeBackAsTheyWere()
    {
        var job = await AddAsync();
        JobEvent[] events =
        [
            new StatusEvent(1, JobStatus.Running, "because ✓", 1) { Seq = 1 },
            new MetricsEvent(2, [new MetricBlock([1], [2], new Dictionary<string, IReadOnlyList<double>> { ["loss"] = [double.NaN] })]) { Seq = 2 },
            new LogEvent(3, LogLevel.Warning, "line\n<b>\0") { Seq = 3 },
            new EpochEvent(4, 2) { Seq = 4 },
            new ConfusionEvent(5, 1, 10, ["a", "b"], [[1, 2], [3, 4]]) { Seq = 5 },
            new ReceiptEvent(6, "id", CommandAction.Pause, ReceiptState.Applied, "me", 10, 1.5) { Seq = 6 },
            new CheckpointEvent(7, 10, 1, 4096) { Seq = 7 },
        ];
        await Events.AppendAsync(job, job with { Seq = 7 }, events, durable: true, default);

        var back = await Events.ReadAsync(job.Id, 0, 100, default);

        Assert.Equal(events.Select(Json), back.Select(Json));
        Assert.Equal(events.Select(e => e.GetType()), back.Select(e => e.GetType()));
        Assert.Equal([3, 4], (await Events.ReadAsync(job.Id, 2, 2, default)).Select(e => e.Seq));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_ByAnOwnerThatIsStale_IsRefusedWhole(bool durable)
    {
        var job = await AddAsync();
        var first = job with { Seq = 1, Attempt = 2 };
        await Events.AppendAsync(job, first, [Line(1)], durable, default);

        await Assert.ThrowsAsync<StaleJobException>(() => Events.AppendAsync(job, job with { Seq = 1 }, [Line(1)], durable, default));
        await Assert.ThrowsAsync<StaleJobException>(
            () => Events.AppendAsync(first with { Attempt = 1 }, first with { Attempt = 1, Seq = 2 }, [Line(2)], durable, default));

        Assert.Single(await Events.ReadAsync(job.Id, 0, 100, default));
        var kept = await Jobs.FindAsync(job.Id, default);
        Assert.Equal((2, 1L), (kept!.Attempt, kept.Seq));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_OnceItReturned_IsThereForAnotherConnectionAndAfterARestart(bool durable)
    {
        var job = await AddAsync();
        var after = job with
        {
            Seq = 1, Status = JobStatus.Running, Attempt = 1, Desired = DesiredState.Pause, Reason = "why",
            StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(5),
            Progress = new JobProgress { Epoch = 1, Step = 7, TotalSteps = 70, Loss = double.PositiveInfinity, Accuracy = 0.5 },
        };
        await Events.AppendAsync(job, after, [Line(1)], durable, default);

        // As another process would find it now: nothing is closed first.
        using (var other = Open())
            Assert.Single(await new SqliteEventStore(other).ReadAsync(job.Id, 0, 100, default));
        _database.Dispose();
        _database = Open();

        var kept = (await Jobs.ListAsync(default)).Single();
        Assert.Equal(Json(after), Json(kept));
        Assert.Equal("line 1", Assert.IsType<LogEvent>(Assert.Single(await Events.ReadAsync(job.Id, 0, 100, default))).Text);
    }

    [Fact]
    public async Task Jobs_SideBySide_KeepTheirEventsApartAndAreNumberedInOrder()
    {
        var jobs = new[] { await AddAsync(), await AddAsync(), await AddAsync() };
        foreach (var job in jobs)
            await Events.AppendAsync(job, job with { Seq = 2 }, [Line(1), Line(2)], durable: false, default);

        Assert.Equal([1, 2, 3], jobs.Select(j => j.Number));
        Assert.Equal(jobs.Select(j => j.Id), (await Jobs.ListAsync(default)).Select(j => j.Id));
        foreach (var job in jobs)
            Assert.Equal([1, 2], (await Events.ReadAsync(job.Id, 0, 100, default)).Select(e => e.Seq));
    }

    [Fact]
    public async Task Job_ThatIsNotThere_HasNoEvents()
    {
        var id = JobId.Create(DateTimeOffset.UnixEpoch);

        Assert.Null(await Jobs.FindAsync(id, default));
        Assert.Empty(await Events.ReadAsync(id, 0, 100, default));
    }

    [Fact]
    public void File_OfANewerVersion_IsRefusedWithASentence()
    {
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.Of("newer.db"), Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=1000";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<StorageException>(() => new SqliteDatabase(_folder.Of("newer.db")));
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Training.Feed.FeedJson.Options);

    private static LogEvent Line(long seq) => new(0, LogLevel.Information, $"line {seq}") { Seq = seq };

    private SqliteDatabase Open() => new(_folder.Of("dashboard.db"));

    private Task<Job> AddAsync() => Jobs.AddAsync(JobId.Create(DateTimeOffset.UtcNow), A.Spec, DateTimeOffset.UnixEpoch, key: null, default);
}
