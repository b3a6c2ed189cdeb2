using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Execution;

public sealed class JobRunnerTests
{
    [Fact]
    public async Task Job_RunToItsEnd_TellsEveryEventInOrderAndStoresTheSame()
    {
        using var paced = new PacedTrainer(batches: 10);
        await using var server = await DashboardServer.StartAsync(paced);
        paced.AllowAll();

        var job = await server.StartJobAsync("paced", epochs: 3);
        var told = await server.FollowAsync(job.Id);

        told.AreGapFree();
        Assert.Equal([JobStatus.Running, JobStatus.Completed], told.Statuses());
        Assert.Equal(Enumerable.Range(1, 30).Select(s => (long)s), told.Points().Select(p => p.Step));
        Assert.Equal([10, 20, 30], told.Points("val/loss").Select(p => p.Step));
        Assert.IsType<StatusEvent>(told[^1]);
        Assert.Contains(told, e => e is CheckpointEvent { Step: 30, Epoch: 3 });
        Assert.Contains(told, e => e is ConfusionEvent { Epoch: 3, Step: 30 });
        var stored = await server.StoredAsync(job.Id);
        Assert.Equal(told.Select(e => e.Seq), stored.Select(e => e.Seq));
        Assert.Equal(told.Points(), stored.Points());
        var ended = await server.JobAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 30, 3, told[^1].Seq), (ended.Status, ended.Progress.Step, ended.Progress.Epoch, ended.Seq));
        Assert.NotNull(ended.StartedAt);
        Assert.NotNull(ended.CompletedAt);
    }

    [Fact]
    public async Task Job_WhoseTrainerThrows_FailsWithItsMessageAndTheDashboardGoesOn()
    {
        var broken = new ScriptedTrainer("broken", context =>
        {
            context.Log("about to break");
            throw new InvalidDataException("The rows ran out.");
        });
        await using var server = await DashboardServer.StartAsync(broken, ScriptedTrainer.Reporting("fine", 1, 2));

        var job = await server.StartJobAsync("broken");
        var told = await server.FollowAsync(job.Id);
        var next = await server.StartJobAsync("fine");
        await server.FollowAsync(next.Id, JobStatus.Completed);

        Assert.Equal([JobStatus.Running, JobStatus.Failed], told.Statuses());
        var ended = await server.JobAsync(job.Id);
        Assert.Equal("The rows ran out.", ended.Error);
        Assert.Contains("The rows ran out.", ended.Reason, StringComparison.Ordinal);
        var lines = told.OfType<LogEvent>().ToArray();
        Assert.Contains(lines, l => l.Text == "about to break");
        Assert.Contains(lines, l => l.Level == LogLevel.Error && l.Text.Contains("The rows ran out.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pause_DuringABatch_AppliesAtItsEndAndNothingIsReportedUntilResume()
    {
        using var paced = new PacedTrainer(batches: 10);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        paced.Allow(2);
        await server.FollowAsync(job.Id, step: 2);

        var pause = await server.SendAsync(job.Id, CommandAction.Pause);
        paced.AllowAll();
        var paused = await server.FollowAsync(job.Id, JobStatus.Paused);
        // Long enough for a loop that did not obey to end: it has every permit.
        await Task.Delay(200);
        Assert.Equal(JobStatus.Paused, (await server.JobAsync(job.Id)).Status);
        var resume = await server.SendAsync(job.Id, CommandAction.Resume);
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(ReceiptState.Requested, pause.State);
        Assert.Contains(paused, e => e is ReceiptEvent { State: ReceiptState.Applied, Step: 3 } r && r.Command == pause.Command);
        Assert.Equal([1, 2, 3], paused.Points().Select(p => p.Step));
        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Running, JobStatus.Completed], told.Statuses());
        var between = told.SkipWhile(e => e is not StatusEvent { Status: JobStatus.Paused })
            .TakeWhile(e => e is not StatusEvent { Status: JobStatus.Running });
        Assert.DoesNotContain(between, e => e is MetricsEvent);
        Assert.Contains(told, e => e is ReceiptEvent { State: ReceiptState.Applied, Step: 3 } r && r.Command == resume.Command);
        Assert.Equal(Enumerable.Range(1, 10).Select(s => (long)s), told.Points().Select(p => p.Step));
    }

    [Fact]
    public async Task Stop_OfARunningJob_IsCancelledOnlyAfterItsCheckpoint()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer(batches: 10);
        await using var server = await DashboardServer.StartAsync(folder, [], paced);
        var job = await server.StartJobAsync("paced");
        paced.Allow(2);
        await server.FollowAsync(job.Id, step: 2);

        var receipt = await server.SendAsync(job.Id, CommandAction.Stop);
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(ReceiptState.Requested, receipt.State);
        Assert.Equal([JobStatus.Running, JobStatus.Stopping, JobStatus.Cancelled], told.Statuses());
        var applied = Assert.Single(told.OfType<ReceiptEvent>(), r => r.State == ReceiptState.Applied);
        Assert.Equal((receipt.Command, 3L), (applied.Command, applied.Step));
        var checkpoint = told.OfType<CheckpointEvent>().Last();
        Assert.Equal(3, checkpoint.Step);
        Assert.True(checkpoint.Seq < told[^1].Seq);
        var kept = await server.Services.GetRequiredService<CheckpointStore>().LoadLatestAsync(job.Id, long.MaxValue, Assert.Fail, default);
        Assert.Equal(3, kept!.Position.Step);
        Assert.Equal([1, 2, 3], told.Points().Select(p => p.Step));
    }

    [Fact]
    public async Task Stop_OfAPausedJob_EndsIt()
    {
        using var paced = new PacedTrainer(batches: 10);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);
        await server.SendAsync(job.Id, CommandAction.Pause);
        paced.AllowAll();
        await server.FollowAsync(job.Id, JobStatus.Paused);

        await server.SendAsync(job.Id, CommandAction.Stop);
        var told = await server.FollowAsync(job.Id);

        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Stopping, JobStatus.Cancelled], told.Statuses());
        Assert.Contains(told, e => e is CheckpointEvent);
    }

    [Fact]
    public async Task Stop_OfAQueuedJob_CancelsAtOnceAndItNeverRuns()
    {
        using var paced = new PacedTrainer(batches: 3);
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced);
        var first = await server.StartJobAsync("paced");
        await server.FollowAsync(first.Id, JobStatus.Running);
        var second = await server.StartJobAsync("paced");
        var third = await server.StartJobAsync("paced");

        var receipt = await server.SendAsync(second.Id, CommandAction.Stop);
        paced.AllowAll();
        await server.FollowAsync(third.Id, JobStatus.Completed);

        Assert.Equal(ReceiptState.Applied, receipt.State);
        var told = await server.FollowAsync(second.Id);
        Assert.Equal([JobStatus.Cancelled], told.Statuses());
        Assert.Equal(0, (await server.JobAsync(second.Id)).Attempt);
    }

    [Fact]
    public async Task Slots_OneOfThem_RunsJobsOneAtATimeInTheOrderTheyCame()
    {
        using var paced = new PacedTrainer(batches: 2);
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced);
        var jobs = new List<Job>();
        for (var i = 0; i < 5; i++)
            jobs.Add(await server.StartJobAsync("paced", name: $"number {i}"));

        await server.FollowAsync(jobs[0].Id, JobStatus.Running);
        Assert.All(await Task.WhenAll(jobs.Skip(1).Select(j => server.JobAsync(j.Id))), j => Assert.Equal(JobStatus.Queued, j.Status));
        paced.AllowAll();
        foreach (var job in jobs)
            await server.FollowAsync(job.Id, JobStatus.Completed);

        Assert.Equal(1, paced.MostRunning);
        var ended = await Task.WhenAll(jobs.Select(j => server.JobAsync(j.Id)));
        Assert.Equal(ended.Select(j => j.Number), ended.OrderBy(j => j.CompletedAt).ThenBy(j => j.StartedAt).Select(j => j.Number));
    }

    [Fact]
    public async Task Slots_TwoOfThem_RunTwoJobsAtATimeAndAPausedOneKeepsItsSlot()
    {
        using var paced = new PacedTrainer(batches: 5);
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "2"], paced);
        var first = await server.StartJobAsync("paced");
        var second = await server.StartJobAsync("paced");
        var third = await server.StartJobAsync("paced");
        await server.FollowAsync(first.Id, JobStatus.Running);
        await server.FollowAsync(second.Id, JobStatus.Running);

        await server.SendAsync(first.Id, CommandAction.Pause);
        paced.AllowAll();
        await server.FollowAsync(third.Id, JobStatus.Completed);

        Assert.Equal(JobStatus.Paused, (await server.JobAsync(first.Id)).Status);
        Assert.Equal(2, paced.MostRunning);
    }

    [Fact]
    public async Task Pauses_RacingEachOther_HaveOneWinnerAndReasonedRefusals()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => server.SendAsync(job.Id, CommandAction.Pause))));

        var winner = Assert.Single(receipts, r => r.State == ReceiptState.Requested);
        Assert.Null(winner.Reason);
        Assert.All(receipts.Where(r => r != winner), r =>
        {
            Assert.Equal(ReceiptState.Refused, r.State);
            Assert.Matches("already (paused|about to pause)", r.Reason);
        });
        Assert.Equal(8, receipts.Select(r => r.Command).Distinct().Count());
        paced.AllowAll();
        var told = await server.FollowAsync(job.Id, JobStatus.Paused);
        Assert.Single(told.OfType<ReceiptEvent>(), r => r.State == ReceiptState.Applied);
    }

    [Fact]
    public async Task Pause_AfterAResumeNotYetInEffect_IsTakenAndTheJobStaysPaused()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);
        await server.SendAsync(job.Id, CommandAction.Pause);
        paced.Allow(1);
        await server.FollowAsync(job.Id, JobStatus.Paused);

        var receipts = new[]
        {
            await server.SendAsync(job.Id, CommandAction.Resume),
            await server.SendAsync(job.Id, CommandAction.Pause),
        };
        paced.Allow(1);
        await server.FollowAsync(job.Id, e => e is ReceiptEvent { State: ReceiptState.Applied } r && r.Command == receipts[1].Command);

        Assert.All(receipts, r => Assert.Equal(ReceiptState.Requested, r.State));
        await Eventually.IsAsync(async () => (await server.JobAsync(job.Id)).Status == JobStatus.Paused, "the job is paused");
    }

    [Fact]
    public async Task Commands_ThatDoNotFit_AreRefusedWithTheReasonAndLeaveNoTrace()
    {
        await using var server = await DashboardServer.StartAsync(ScriptedTrainer.Reporting("quick", 1));
        var job = await server.StartJobAsync("quick");
        var told = await server.FollowAsync(job.Id);

        foreach (var action in Enum.GetValues<CommandAction>().Except([CommandAction.Set, CommandAction.Breakpoints]))
        {
            var receipt = await server.SendAsync(job.Id, action);
            Assert.Equal((ReceiptState.Refused, "The job is completed."), (receipt.State, receipt.Reason));
        }

        Assert.Equal(told.Count, (await server.StoredAsync(job.Id)).Count);
    }

    [Fact]
    public async Task Losses_ThatAreNoNumbers_AreKeptBitForBit()
    {
        double[] losses =
        [
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue,
            0.1, 1.0 / 3, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234),
        ];
        await using var server = await DashboardServer.StartAsync(ScriptedTrainer.Reporting("odd", losses));

        var job = await server.StartJobAsync("odd");
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(JobStatus.Completed, told.Statuses()[^1]);
        foreach (var points in new[] { told.Points(), (await server.StoredAsync(job.Id)).Points() })
            Assert.Equal(losses.Select(BitConverter.DoubleToInt64Bits), points.Select(p => BitConverter.DoubleToInt64Bits(p.Value)));
        var kept = await server.Jobs.FindAsync(job.Id, default);
        Assert.Equal(double.NaN, kept!.Progress.Loss);
    }

    [Fact]
    public async Task Log_WithLongLinesAndOddCharacters_ReachesReadersAndStore()
    {
        var tooLong = new string('x', LogEvent.MaximumLength - 1) + "😀 and more";
        string[] lines = ["plain", "<script>alert(1)</script>", "tab\tnull\0 bell\a", "lone \ud83d surrogate", tooLong];
        var logging = new ScriptedTrainer("logging", context =>
        {
            foreach (var line in lines)
                context.Log(LogLevel.Warning, line);
        });
        await using var server = await DashboardServer.StartAsync(logging);

        var job = await server.StartJobAsync("logging");
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(JobStatus.Completed, told.Statuses()[^1]);
        var stored = (await server.StoredAsync(job.Id)).OfType<LogEvent>().Where(l => l.Level == LogLevel.Warning).Select(l => l.Text).ToArray();
        Assert.Equal(lines.Take(3), stored.Take(3));
        Assert.Equal(lines.Length, stored.Length);
        Assert.True(stored[^1].Length <= LogEvent.MaximumLength + 1);
        Assert.All(stored.Skip(4), text => Assert.DoesNotContain('\ufffd', text));
    }

    [Fact]
    public async Task Stop_WhenTheStateCannotBeSaved_EndsTheJobAsFailed()
    {
        var started = new TaskCompletionSource();
        var unsavable = new ScriptedTrainer("unsavable", context =>
        {
            context.Keep("state", new BrokenState());
            started.SetResult();
            context.Stopping.WaitHandle.WaitOne();
            context.Pass();
        });
        await using var server = await DashboardServer.StartAsync(unsavable);
        var job = await server.StartJobAsync("unsavable");
        await started.Task.WaitAsync(Eventually.Limit);

        await server.SendAsync(job.Id, CommandAction.Stop);
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(JobStatus.Failed, told.Statuses()[^1]);
        Assert.Equal("This state cannot be saved.", (await server.JobAsync(job.Id)).Error);
    }

    [Fact]
    public async Task Restart_OfTheDashboard_BringsAPausedJobBackPausedAndItEndsAsIfNothingHadBeen()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer(batches: 20);
        paced.AllowAll();
        var undisturbed = await RunUndisturbedAsync();
        JobId id;
        await using (var server = await DashboardServer.StartAsync(folder, [], new PacedTrainer(20)))
        {
            id = (await server.StartJobAsync("paced")).Id;
            await server.FollowAsync(id, JobStatus.Running);
            await server.SendAsync(id, CommandAction.Pause);
            ((PacedTrainer)server.Trainer("paced")).Allow(5);
            await server.FollowAsync(id, JobStatus.Paused);
        }

        await using var again = await DashboardServer.StartAsync(folder, [], paced);
        var seen = (await again.FollowAsync(id, e => e is StatusEvent { Status: JobStatus.Paused, Attempt: 2 }))[^1].Seq;
        await again.SendAsync(id, CommandAction.Resume);
        var told = await again.FollowAsync(id);

        told.AreGapFree();
        Assert.Equal(
            [JobStatus.Running, JobStatus.Paused, JobStatus.Interrupted, JobStatus.Running, JobStatus.Paused, JobStatus.Running, JobStatus.Completed],
            told.Statuses());
        Assert.Equal(undisturbed, told.Points());
        Assert.True(seen < told[^1].Seq);
    }

    [Fact]
    public async Task Restart_OfTheDashboard_TakesARunningJobUpWithoutHoleOrDouble()
    {
        using var folder = new TemporaryFolder();
        var undisturbed = await RunUndisturbedAsync();
        JobId id;
        using (var slow = new PacedTrainer(batches: 20))
        {
            await using var server = await DashboardServer.StartAsync(folder, [], slow);
            id = (await server.StartJobAsync("paced")).Id;
            slow.Allow(7);
            await server.FollowAsync(id, step: 7);
        }

        using var paced = new PacedTrainer(batches: 20);
        paced.AllowAll();
        await using var again = await DashboardServer.StartAsync(folder, [], paced);
        var told = await again.FollowAsync(id);

        told.AreGapFree();
        Assert.Equal([JobStatus.Running, JobStatus.Interrupted, JobStatus.Running, JobStatus.Completed], told.Statuses());
        Assert.Equal(undisturbed, told.Points());
    }

    [Fact]
    public async Task Folder_OfADashboardThatEnded_IsFree()
    {
        using var folder = new TemporaryFolder();
        await (await DashboardServer.StartAsync(folder, [])).DisposeAsync();

        StorageFolder.Open(folder.Path).Dispose();
    }

    private static async Task<IReadOnlyList<(long Step, double Value)>> RunUndisturbedAsync()
    {
        using var paced = new PacedTrainer(batches: 20);
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        return (await server.FollowAsync(job.Id, JobStatus.Completed)).Points();
    }

    private sealed class BrokenState : ITrainingState
    {
        public void Save(StateWriter writer) => throw new NotSupportedException("This state cannot be saved.");

        public void Load(StateReader reader)
        {
        }
    }
}
