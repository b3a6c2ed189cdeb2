using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Feed;

public sealed class JobFeedTests
{
    private readonly MemoryEventStore _store = new();
    private readonly List<Job> _changes = [];
    private readonly JobFeed _feed;

    public JobFeedTests() => _feed = new JobFeed(A.Job, _store, _changes.Add);

    [Fact]
    public async Task Readers_FastAndSlowFromAnywhere_SeeEveryEventOnceWhileManyWrite()
    {
        const int Writers = 4;
        const int EventsEach = 500;
        await MoveAsync(JobStatus.Running);
        var writing = Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < EventsEach; i++)
                await LogAsync($"{w}:{i}");
        })).ToArray();
        var reading = new[] { 0L, 0, 1, 100, 700 }.Select((after, i) => Task.Run(() => ReadAsync(after, slow: i % 2 == 0))).ToArray();
        var joining = Task.Run(() => ReadFromSnapshotAsync());

        await Task.WhenAll(writing);
        await MoveAsync(JobStatus.Completed);

        const int Last = (Writers * EventsEach) + 2;
        foreach (var (after, read) in new[] { 0L, 0, 1, 100, 700 }.Zip(await Task.WhenAll(reading)))
        {
            read.AreGapFree(after + 1);
            Assert.Equal(Last, read[^1].Seq);
        }

        var (snapshot, rest) = await joining;
        rest.AreGapFree(snapshot.Seq + 1);
        Assert.Equal(Last, rest.Count > 0 ? rest[^1].Seq : snapshot.Seq);
        Assert.Equal(0, _feed.Readers);
    }

    [Fact]
    public async Task Reader_BehindTheRing_IsServedFromTheStore()
    {
        for (var i = 0; i < 1_000; i++)
            await LogAsync($"{i}");
        Assert.Equal(0, _store.Reads);
        await MoveAsync(JobStatus.Cancelled);

        var all = await ReadAsync(0);
        var reads = _store.Reads;
        var recent = await ReadAsync(950);

        all.AreGapFree();
        Assert.Equal(1_001, all.Count);
        Assert.InRange(reads, 2, 10);
        recent.AreGapFree(951);
        Assert.Equal(reads, _store.Reads);
    }

    [Fact]
    public async Task Reader_AheadOfTheJob_WaitsForItsEvent()
    {
        await LogAsync("1");
        await LogAsync("2");

        var reading = ReadAsync(3);
        await Eventually.IsAsync(() => _feed.Readers == 1, "the reader reads");
        await LogAsync("3");
        await LogAsync("4");
        await MoveAsync(JobStatus.Cancelled);

        (await reading).AreGapFree(4);
        Assert.Equal(2, (await reading).Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1_000)]
    public async Task Reader_AtOrBehindTheEndOfAnEndedJob_EndsAtOnce(long after)
    {
        await LogAsync("1");
        await MoveAsync(JobStatus.Cancelled);

        Assert.Empty(await ReadAsync(after));
    }

    [Fact]
    public async Task Reader_WithoutANumber_GetsASnapshotThatStandsInForAllBefore()
    {
        await MoveAsync(JobStatus.Running);
        await LogAsync("before");
        var reading = ReadFromSnapshotAsync();
        await Eventually.IsAsync(() => _feed.Readers == 1, "the reader reads");
        await MoveAsync(JobStatus.Completed);

        var (snapshot, rest) = await reading;

        rest.AreGapFree(snapshot.Seq + 1);
        Assert.Equal(3, rest.Count + snapshot.Seq);
        Assert.Equal("before", Assert.Single(snapshot.Log).Text);
    }

    [Theory]
    [InlineData(FallBehind.Events)]
    [InlineData(FallBehind.Snapshot)]
    public async Task Reader_ThatFallsBehindTheRing_GetsWhatItAskedFor(FallBehind behind)
    {
        await LogAsync("1");
        await using var reading = _feed.ReadAsync(0, new ReaderOptions { Behind = behind }, Eventually.Deadline()).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal(1, reading.Current.Last);

        for (var i = 2; i <= 1_000; i++)
            await LogAsync($"{i}");
        await MoveAsync(JobStatus.Cancelled);
        var deliveries = new List<Delivery>();
        while (await reading.MoveNextAsync())
            deliveries.Add(reading.Current);

        if (behind == FallBehind.Snapshot)
            Assert.Equal(1_001, Assert.Single(deliveries).Snapshot!.Seq);
        else
            deliveries.SelectMany(d => d.Frames).SelectMany(f => f.Events).AreGapFree(2);
        Assert.Equal(behind == FallBehind.Events, _store.Reads > 0);
    }

    [Fact]
    public async Task Reader_FarBehindWithLongEvents_GetsDeliveriesOfBoundedLength()
    {
        for (var i = 0; i < 1_100; i++)
            await LogAsync(new string('x', i % 100 == 0 ? 1 : LogEvent.MaximumLength));
        await MoveAsync(JobStatus.Cancelled);

        var seen = new List<JobEvent>();
        await foreach (var delivery in _feed.ReadAsync(0, ReaderOptions.Default, Eventually.Deadline()))
        {
            // The first page out of the store is asked for before anything is known of the events.
            Assert.True(delivery.Frames.Sum(f => f.Size) <= 2 * ReaderOptions.Default.DeliveryBytes);
            seen.AddRange(delivery.Frames.SelectMany(f => f.Events));
        }

        seen.AreGapFree();
        Assert.Equal(1_101, seen.Count);
    }

    [Fact]
    public async Task Reader_ThatGivesUp_IsNotCountedAnyMore()
    {
        using var given = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in _feed.ReadAsync(0, given.Token))
            {
            }
        });
        await Eventually.IsAsync(() => _feed.Readers == 1, "the reader reads");

        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Eventually.Limit));
        Assert.Equal(0, _feed.Readers);
    }

    [Fact]
    public async Task Event_ThatCannotBeStored_IsHeardOfByNobody()
    {
        await LogAsync("1");
        _store.Fault = () => new IOException("disk full");
        await Assert.ThrowsAsync<IOException>(() => LogAsync("2"));
        Assert.Equal(1, _feed.Job.Seq);
        Assert.Single(_changes);

        _store.Fault = null;
        await LogAsync("3");
        await MoveAsync(JobStatus.Cancelled);

        var read = await ReadAsync(0);
        read.AreGapFree();
        Assert.Equal(["1", "3"], read.OfType<LogEvent>().Select(l => l.Text));
    }

    [Fact]
    public async Task Update_OfAStaleAttempt_IsRefused()
    {
        await _feed.UpdateAsync(job => JobUpdate.Move(job with { Attempt = 2 }, JobStatus.Running, null, default), default);

        await Assert.ThrowsAsync<StaleJobException>(() => _feed.UpdateAsync(job => Line(job, "late") with { Attempt = 1 }, default));
        await _feed.UpdateAsync(job => Line(job, "mine") with { Attempt = 2 }, default);

        Assert.Equal(2, _feed.Job.Seq);
    }

    [Fact]
    public async Task Feed_OfAJobFromBefore_DrawsItsSnapshotFromTheStore()
    {
        await MoveAsync(JobStatus.Running);
        for (var i = 0; i < 700; i++)
            await LogAsync($"{i}");
        var again = new JobFeed(_feed.Job, _store, _ => { });

        var snapshot = await again.SnapshotAsync(default);

        Assert.Equal(701, snapshot.Seq);
        Assert.Equal(Enumerable.Range(500, 200).Select(i => $"{i}"), snapshot.Log.Select(l => l.Text));
    }

    private static JobUpdate Line(Job job, string text) => new(job, [new LogEvent(0, LogLevel.Information, text)]);

    private Task<Job> LogAsync(string text) => _feed.UpdateAsync(job => Line(job, text), default);

    private Task<Job> MoveAsync(JobStatus status) => _feed.UpdateAsync(job => JobUpdate.Move(job, status, null, default), default);

    private async Task<IReadOnlyList<JobEvent>> ReadAsync(long after, bool slow = false)
    {
        var seen = new List<JobEvent>();
        await foreach (var delivery in _feed.ReadAsync(after, Eventually.Deadline()))
        {
            seen.AddRange(delivery.Frames.SelectMany(f => f.Events));
            Assert.Equal(seen[^1].Seq, delivery.Last);
            if (slow)
                await Task.Delay(1);
        }

        return seen;
    }

    private async Task<(JobSnapshot Snapshot, IReadOnlyList<JobEvent> Later)> ReadFromSnapshotAsync()
    {
        JobSnapshot? snapshot = null;
        var rest = new List<JobEvent>();
        await foreach (var delivery in _feed.ReadAsync(null, Eventually.Deadline()))
        {
            Assert.Equal(snapshot is null, delivery.Snapshot is not null);
            snapshot ??= delivery.Snapshot;
            rest.AddRange(delivery.Frames.SelectMany(f => f.Events));
        }

        return (snapshot!, rest);
    }
}
