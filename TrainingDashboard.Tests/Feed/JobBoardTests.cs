using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Feed;

public sealed class JobBoardTests
{
    private static readonly TimeSpan s_atOnce = TimeSpan.Zero;
    private readonly JobBoard _board = new(TimeProvider.System, new SlotRules(Slots: 1, TimeSpan.FromMinutes(30)));

    [Fact]
    public void Waiting_BehindARunningJob_SaysWhoHoldsTheSlotAndWhichPlace()
    {
        Take(38, JobStatus.Running);
        for (var number = 39; number <= 52; number++)
            Take(number, JobStatus.Queued);

        Assert.Null(Waiting(38));
        Assert.Equal("Waiting for a slot: #38 is running. You are next.", Waiting(39)!.Text);
        Assert.Equal("Waiting for a slot: #38 is running. 2nd in the queue.", Waiting(40)!.Text);
        Assert.Equal("Waiting for a slot: #38 is running. 3rd in the queue.", Waiting(41)!.Text);
        Assert.Equal("Waiting for a slot: #38 is running. 11th in the queue.", Waiting(49)!.Text);
        Assert.Equal((14, 14), (Waiting(52)!.Position, Waiting(52)!.Length));
        Assert.Equal(Waiting(40), _board.List().Single(job => job.Number == 40).Waiting);
    }

    [Theory]
    [InlineData(JobStatus.Running, DesiredState.Run, "running")]
    [InlineData(JobStatus.Paused, DesiredState.Pause, "paused")]
    [InlineData(JobStatus.Paused, DesiredState.Park, "being parked")]
    [InlineData(JobStatus.Running, DesiredState.Park, "being parked")]
    [InlineData(JobStatus.Stopping, DesiredState.Stop, "stopping")]
    public void Holder_IsTold_WithWhatItDoes(JobStatus status, DesiredState desired, string doing)
    {
        Take(1, status, desired);
        Take(2, JobStatus.Queued);

        Assert.Equal(doing, Assert.Single(Waiting(2)!.Holders).Doing);
    }

    [Fact]
    public void Holder_ThatAPersonPaused_SaysUntilWhenItKeepsItsSlot()
    {
        Take(1, JobStatus.Paused, DesiredState.Pause);
        Take(2, JobStatus.Queued);
        var before = TimeProvider.System.GetUtcNow();

        Assert.InRange(Waiting(2)!.Holders[0].ParksAt!.Value, before + TimeSpan.FromMinutes(29), before + TimeSpan.FromMinutes(30));
        Take(1, JobStatus.Paused, DesiredState.Pause, job => job with { PausedByHit = true });
        Assert.Null(Waiting(2)!.Holders[0].ParksAt);
    }

    [Fact]
    public void Slots_OfSeveral_AreNamedTogetherAndCutShort()
    {
        var board = new JobBoard(TimeProvider.System, new SlotRules(Slots: 5, TimeSpan.Zero));
        for (var number = 1; number <= 5; number++)
            board.Take(Make(number, JobStatus.Running));
        var waiting = Make(6, JobStatus.Queued);
        board.Take(waiting);
        Assert.Equal("Waiting for a slot: #1, #2, #3 and 2 more hold the slots. You are next.", board.WaitingOf(waiting.Id).Waiting!.Text);

        var two = new JobBoard(TimeProvider.System, new SlotRules(Slots: 2, TimeSpan.Zero));
        two.Take(Make(1, JobStatus.Running));
        two.Take(Make(2, JobStatus.Running));
        two.Take(waiting);
        Assert.Equal("Waiting for a slot: #1 and #2 are running. You are next.", two.WaitingOf(waiting.Id).Waiting!.Text);
        two.Take(Make(2, JobStatus.Stopping) with { Seq = 1 });
        Assert.Equal("Waiting for a slot: #1 is running, #2 is stopping. You are next.", two.WaitingOf(waiting.Id).Waiting!.Text);
    }

    [Fact]
    public void Assign_OfAQueuedJob_IsASlotTakenBeforeItsStatusSaysSo()
    {
        Take(1, JobStatus.Queued);
        Take(2, JobStatus.Queued);
        Assert.Equal((null, "Waiting for a slot: #1 is starting. You are next."), (Waiting(1), Waiting(2)?.Text));

        using (_board.Assign(Id(1)))
        {
            Assert.Equal("starting", Waiting(2)!.Holders[0].Doing);
            Take(1, JobStatus.Interrupted);
            Assert.Equal("being restarted", Waiting(2)!.Holders[0].Doing);
            Take(1, JobStatus.Completed);
            Assert.Null(Waiting(2));
        }

        Assert.Null(Waiting(2));
    }

    [Fact]
    public async Task News_OfTheLine_ComeWithPlacesAndNotWithEveryStep()
    {
        Take(1, JobStatus.Running);
        Take(2, JobStatus.Queued);
        Take(3, JobStatus.Queued);
        var (_, news) = _board.WaitingOf(Id(3));
        Take(1, JobStatus.Running, change: job => job with { Progress = new JobProgress { Step = 1 } });
        Assert.False(news.IsCompleted);

        await using var changes = _board.WatchAsync(s_atOnce, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal([3L, 2L, 1L], changes.Current.Jobs.Select(job => job.Number));
        Take(1, JobStatus.Running, change: job => job with { Progress = new JobProgress { Step = 2 } });
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal([1L], changes.Current.Jobs.Select(job => job.Number));

        Take(2, JobStatus.Cancelled);
        Assert.True(news.IsCompleted);
        Assert.True(await changes.MoveNextAsync());
        // Also the one whose place changed.
        Assert.Equal([3L, 2L], changes.Current.Jobs.Select(job => job.Number));
        Assert.Equal("You are next.", changes.Current.Jobs[0].Waiting!.Place);
    }

    [Fact]
    public void Line_OfAnyHistory_IsThatOfAWalkOverAllJobs()
    {
        var chance = new Random(1);
        JobStatus[] statuses = Enum.GetValues<JobStatus>();
        for (var round = 0; round < 200; round++)
        {
            var slots = chance.Next(1, 4);
            var board = new JobBoard(TimeProvider.System, new SlotRules(slots, TimeSpan.Zero));
            var jobs = new Dictionary<int, Job>();
            for (var i = 0; i < 60; i++)
            {
                var number = chance.Next(1, 12);
                if (chance.Next(10) == 0 && jobs.Remove(number, out var gone))
                {
                    board.Remove(gone.Id);
                }
                else
                {
                    var before = jobs.GetValueOrDefault(number);
                    jobs[number] = (before ?? Make(number, JobStatus.Queued)) with { Status = statuses[chance.Next(statuses.Length)], Seq = (before?.Seq ?? 0) + 1 };
                    board.Take(jobs[number]);
                }

                var held = jobs.Values.Count(job => job.Status.IsHeld());
                var line = jobs.Values.Where(job => job.Status is JobStatus.Queued or JobStatus.Interrupted).OrderBy(job => job.Number).Skip(Math.Max(0, slots - held)).ToArray();
                Assert.All(jobs.Values, job => Assert.Equal(
                    Array.IndexOf(line, job) is var at and >= 0 ? (at + 1, line.Length) : default,
                    board.WaitingOf(job.Id).Waiting is { } waiting ? (waiting.Position, waiting.Length) : default));
                Assert.Equal(jobs.Values.OrderByDescending(job => job.Number).Select(job => (job.Number, job.Status)), board.List().Select(job => (job.Number, job.Status)));
            }
        }
    }

    [Fact]
    public void Forks_AreFoundByTheirParentAndGoWithThemselves()
    {
        Take(1, JobStatus.Completed);
        Take(2, JobStatus.Completed, change: job => job with { Spec = job.Spec with { Parent = new ForkOrigin(Id(1), 5) } });
        Take(3, JobStatus.Completed, change: job => job with { Spec = job.Spec with { Parent = new ForkOrigin(Id(1), 9) } });
        Take(3, JobStatus.Completed, change: job => job with { Spec = job.Spec with { Parent = new ForkOrigin(Id(1), 9) } });
        Assert.Equal([3L, 2L], _board.ForksOf(Id(1)).Select(job => job.Number));

        _board.Remove(Id(3));
        Assert.Equal([2L], _board.ForksOf(Id(1)).Select(job => job.Number));
        Assert.Equal(1, _board.Find(Id(1))!.Number);
        Assert.Null(_board.Find(Id(3)));
    }

    private readonly Dictionary<long, Job> _jobs = [];

    private JobId Id(long number) => _jobs[number].Id;

    private JobWaiting? Waiting(long number) => _board.WaitingOf(Id(number)).Waiting;

    private void Take(long number, JobStatus status, DesiredState desired = DesiredState.Run, Func<Job, Job>? change = null)
    {
        var before = _jobs.GetValueOrDefault(number) ?? Make(number, status);
        var job = before with { Status = status, Desired = desired, Seq = before.Seq + 1 };
        _board.Take(_jobs[number] = change?.Invoke(job) ?? job);
    }

    private static Job Make(long number, JobStatus status) => A.Job with { Number = number, Status = status };
}
