using System.Text.Json;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Storage;

/// <summary>Snapshots of jobs that are not in memory.</summary>
public sealed class JobCurvesStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Snapshot_OfAJobNotInMemory_IsTheOneThatWasKeptUpToDateWhileItRan()
    {
        using var job = new SeriesJob();
        var live = new JobFeed(job.Job, job.Events, _ => { });
        foreach (var happened in Events(400))
            await live.UpdateAsync(j => new JobUpdate(j, [happened]), default);

        Assert.Equal(await ShownAsync(live), await ShownAsync(new JobFeed(live.Job, job.Events, _ => { })));
        job.Reopen();
        var later = new JobFeed(live.Job, job.Events, _ => { });
        Assert.Equal(await ShownAsync(live), await ShownAsync(later));

        // What comes afterwards goes on from there.
        await later.UpdateAsync(j => new JobUpdate(j, [new StatusEvent(0, JobStatus.Running, null, 3), Points(350, 420, 2)]), default);
        var series = (await later.SnapshotAsync(default)).Series.Single(s => s.Name == "loss");
        Assert.Equal(Enumerable.Range(1, 420).Select(s => (long)s), series.Steps);
        Assert.Equal(Enumerable.Range(1, 420).Select(s => s < 350 ? 1.0 / s : 2.0 / s), series.Last);
    }

    [Fact]
    public async Task Stretch_ThatTheJobWentBackOver_IsInItsSnapshotsLiveAndLater()
    {
        using var job = new SeriesJob();
        var live = new JobFeed(job.Job, job.Events, _ => { });
        await live.SnapshotAsync(default);
        JobEvent[] events =
        [
            new StatusEvent(0, JobStatus.Running, null, 1), Points(1, 100, 1),
            new RollbackEvent(0, "back", "a test", Step: 100, BackTo: 60), new StatusEvent(0, JobStatus.Running, null, 2), Points(61, 120, 2),
            new ReceiptEvent(0, "again", CommandAction.Rewind, ReceiptState.Applied, "a test", Step: 90, Milliseconds: 0),
            new StatusEvent(0, JobStatus.Running, null, 3), Points(91, 95, 3),
        ];
        foreach (var happened in events)
            await live.UpdateAsync(j => new JobUpdate(j, [happened]), default);
        job.Reopen();
        var later = new JobFeed(live.Job, job.Events, _ => { });

        foreach (var abandoned in new[] { (await live.SnapshotAsync(default)).Abandoned, (await later.SnapshotAsync(default)).Abandoned })
        {
            Assert.Equal([60, 90], abandoned.Select(stretch => stretch.BackTo));
            Assert.Equal(Enumerable.Range(61, 40).Select(s => ((long)s, 1.0 / s)), Loss(abandoned[0]));
            Assert.Equal(Enumerable.Range(91, 30).Select(s => ((long)s, 2.0 / s)), Loss(abandoned[1]));
        }

        Assert.Equal(await ShownAsync(live), await ShownAsync(later));

        static IEnumerable<(long, double)> Loss(AbandonedStretch stretch)
        {
            var loss = stretch.Series.Single(s => s.Name == "loss");
            return loss.Steps.Zip(loss.Last);
        }
    }

    [Fact]
    public async Task NotFinite_IsOneCountLiveAndLaterAndInTheStoreHoweverOftenTheJobWentBack()
    {
        using var job = new SeriesJob();
        var live = new JobFeed(job.Job, job.Events, _ => { });
        await live.SnapshotAsync(default);
        var standing = new SortedDictionary<long, double>();
        // Of so many points several share a bucket, and each going back cuts one.
        var from = 1;
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await live.UpdateAsync(j => new JobUpdate(j with { Attempt = attempt }, [new StatusEvent(0, JobStatus.Running, null, attempt)]), default);
            for (var step = from; step < from + 9_000; step += 1_000)
            {
                var steps = Enumerable.Range(step, 1_000).Select(s => (long)s).ToArray();
                double[] values = [.. steps.Select(s => ((s + attempt) % 7) switch { 0 => double.NaN, 1 or 2 => double.NegativeInfinity, _ => 1.0 })];
                foreach (var abandoned in standing.Keys.Where(s => s >= step).ToArray())
                    standing.Remove(abandoned);
                foreach (var (at, value) in steps.Zip(values))
                    standing[at] = value;
                await live.UpdateAsync(j => new JobUpdate(j, [new MetricsEvent(0, [SeriesJob.Block(steps, ("loss", values))])]), default);
            }

            from += 4_111 + attempt;
        }

        var expected = standing.Values.Count(value => !double.IsFinite(value));
        Assert.NotEqual(0, expected);
        Assert.Equal((standing.Count, expected), Counts(await live.SnapshotAsync(default)));
        Assert.Equal((standing.Count, expected), Counts(await new JobFeed(live.Job, job.Events, _ => { }).SnapshotAsync(default)));
        Assert.Equal(expected, (await live.SeriesAsync("loss", 7, default))!.NotFinite.Sum());
        var window = (await job.Series.ReadAsync(job.Job.Id, "loss", null, null, 10, default))!;
        Assert.Equal((standing.Count, expected), (window.Total, window.Buckets.Sum(b => b.Count - b.Finite)));

        static (long, long) Counts(JobSnapshot snapshot)
        {
            var loss = snapshot.Series.Single(s => s.Name == "loss");
            return (loss.Count, loss.NotFinite.Sum());
        }
    }

    [Fact]
    public async Task Database_OfTheFirstVersion_IsBroughtUpToDateAndItsCurvesAreThere()
    {
        var id = JobId.Create(DateTimeOffset.UtcNow);
        var file = _folder.Of("dashboard.db");
        JobEvent[] events = [.. Events(3_000).Select((e, i) => e with { Seq = i + 1 })];
        FirstSchema.Write(file, id, events);
        using var database = new SqliteDatabase(file);
        var store = new SqliteEventStore(database);
        var job = (await new SqliteJobStore(database).FindAsync(id, default))!;

        Assert.Equal(events.Select(Json), (await store.ReadAsync(id, 0, int.MaxValue, default)).Select(Json));
        var snapshot = await new JobFeed(job, store, _ => { }).SnapshotAsync(default);

        Assert.Equal(3_000, snapshot.Series.Single(s => s.Name == "loss").Count);
        Assert.Equal(["line 2999", "line 3000"], snapshot.Log.Select(l => l.Text).TakeLast(2));
        Assert.Equal(100, snapshot.Receipts.Count);
        Assert.Equal(2_991, snapshot.Confusion!.Step);
        var window = await new SqliteSeriesStore(database, store).ReadAsync(id, "loss", 100, 110, 100, default);
        Assert.Equal(Enumerable.Range(100, 11).Select(s => 1.0 / s), window!.Buckets.Select(b => b.Last));
    }

    [Fact]
    public async Task Snapshot_OfAFinishedJob_ReadsFewRows()
    {
        using var job = new SeriesJob();
        await job.AttemptAsync();
        for (var flush = 0; flush < 100; flush++)
        {
            var steps = Enumerable.Range((flush * 2_000) + 1, 2_000).Select(s => (long)s).ToArray();
            await job.WriteAsync(steps, ("loss", [.. steps.Select(s => 1.0 / s)]));
        }

        await job.EndAsync();
        await job.Series.OverviewAsync(job.Job.Id, JobCurves.BucketsFor, default);

        Assert.InRange(job.Series.LastRead.Rows, 1, 60);
    }

    private static IEnumerable<JobEvent> Events(int steps)
    {
        yield return new StatusEvent(0, JobStatus.Running, null, 1);
        for (var step = 1; step <= steps; step++)
        {
            yield return Points(step, step, 1);
            if (step == steps / 2)
            {
                yield return new StatusEvent(0, JobStatus.Running, "again", 2);
                yield return Points(step, step, 1);
            }

            if (step % 10 == 1)
                yield return new ConfusionEvent(0, 1, step, ["a"], [[step]]);
            if (step % 7 == 0)
                yield return new ReceiptEvent(0, $"{step}", CommandAction.Pause, ReceiptState.Applied, "me", step, 1);
            if (step % 5 == 0)
                yield return new CheckpointEvent(0, step, 1, 10);
            if (step % 2 == 0 || step == 2_999)
                yield return new LogEvent(0, LogLevel.Information, $"line {step}");
        }
    }

    private static MetricsEvent Points(long from, long to, double over)
    {
        var steps = Enumerable.Range((int)from, (int)(to - from + 1)).Select(s => (long)s).ToArray();
        return new MetricsEvent(0, [SeriesJob.Block(steps, ("loss", [.. steps.Select(s => over / s)]))]);
    }

    private static async Task<string> ShownAsync(JobFeed feed)
        => Json(await feed.SnapshotAsync(default)) + Json(await feed.HistoryAsync(default));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, FeedJson.Options);
}
