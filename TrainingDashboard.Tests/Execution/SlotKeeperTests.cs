using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Execution;

/// <summary>Who keeps a slot, and for how long, while others wait.</summary>
public sealed class SlotKeeperTests
{
    private static readonly string[] s_oneSlot = ["--Training:Slots", "1"];

    // Pauses at its third batch by itself.
    private const string Breakpoint = """{"breakpoints":[{"when":"step","step":3}]}""";

    [Fact]
    public async Task HitJob_WhileNobodyWaits_KeepsItsSlotWhateverTheTime()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(null, [.. s_oneSlot, "--Training:ParkAfterMinutes", "0.0001"], paced);
        var hit = await HitAsync(server, paced);
        // A job that a person paused is parked meanwhile, so the keeper had its time.
        var stopped = await server.SendAsync(hit.Id, CommandAction.Stop);
        var told = await server.FollowAsync(hit.Id);

        Assert.Equal(ReceiptState.Requested, stopped.State);
        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Stopping, JobStatus.Cancelled], told.Statuses());
    }

    [Fact]
    public async Task HitJob_OnceAnotherWaits_IsParkedForItAndResumesInItsOldPlace()
    {
        using var paced = new PacedTrainer(batches: 20);
        using var blocker = new PacedTrainer(batches: 2, name: "blocker");
        await using var server = await DashboardServer.StartAsync(null, s_oneSlot, paced, blocker, ScriptedTrainer.Reporting("quick", 1));
        var hit = await HitAsync(server, paced);
        Assert.True((await server.JobAsync(hit.Id)).PausedByHit);

        var next = await server.StartJobAsync("blocker");
        var told = await server.FollowAsync(hit.Id, JobStatus.Parked);
        await server.FollowAsync(next.Id, JobStatus.Running);
        var later = await server.StartJobAsync("quick");
        var resume = await server.SendAsync(hit.Id, CommandAction.Resume);
        Assert.Equal(1, server.Services.GetRequiredService<JobBoard>().Find(hit.Id)!.Waiting!.Position);
        Assert.Equal(2, server.Services.GetRequiredService<JobBoard>().Find(later.Id)!.Waiting!.Position);
        blocker.AllowAll();
        paced.AllowAll();
        var end = await server.FollowAsync(hit.Id, JobStatus.Completed);
        await server.FollowAsync(later.Id, JobStatus.Completed);

        Assert.Equal(ReceiptState.Requested, resume.State);
        Assert.Equal($"Parked by the dashboard to make room for #{next.Number} at step 3.", ((StatusEvent)told[^1]).Reason);
        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Parked, JobStatus.Queued, JobStatus.Running, JobStatus.Completed], end.Statuses());
        Assert.Equal(Enumerable.Range(1, 20).Select(step => (long)step), end.Points().Select(p => p.Step));
        Assert.False((await server.JobAsync(hit.Id)).PausedByHit);
        // It went before the one that came after it.
        Assert.True((await server.JobAsync(later.Id)).StartedAt >= (await server.JobAsync(hit.Id)).CompletedAt);
    }

    [Fact]
    public async Task HitJob_WhileAnotherWaitsAlready_IsParkedAtOnce()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(null, s_oneSlot, paced, ScriptedTrainer.Reporting("quick", 1));
        var hit = await BreakingAsync(server);
        var waits = await server.StartJobAsync("quick");
        Assert.Equal($"Waiting for a slot: #{hit.Number} is running. You are next.", server.Services.GetRequiredService<JobBoard>().Find(waits.Id)!.Waiting!.Text);

        paced.Allow(3);
        await server.FollowAsync(hit.Id, JobStatus.Parked);
        await server.FollowAsync(waits.Id, JobStatus.Completed);
    }

    [Fact]
    public async Task NotFiniteJob_PausedByItsGuard_GivesItsSlotAway()
    {
        var odd = new ScriptedTrainer("odd", context =>
        {
            foreach (var _ in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([.. Enumerable.Range(0, 4)], 1))
                {
                    if (context.IsSound(context.Step == 2 ? double.NaN : 1, 1))
                        context.Report(new Training.Trainers.StepReport(1, null, 0.1, 1, 1));
                }
            }
        });
        await using var server = await DashboardServer.StartAsync(null, s_oneSlot, odd, ScriptedTrainer.Reporting("quick", 1));
        var job = await server.StartJobAsync("odd");
        await server.FollowAsync(job.Id, JobStatus.Paused);

        var next = await server.StartJobAsync("quick");
        var told = await server.FollowAsync(job.Id, JobStatus.Parked);
        await server.FollowAsync(next.Id, JobStatus.Completed);

        Assert.Contains(told, e => e is BreakpointEvent { IsGuard: true });
    }

    [Fact]
    public async Task PausedJob_OfAPerson_KeepsItsSlotForItsTimeAndIsThenParked()
    {
        using var paced = new PacedTrainer(batches: 20);
        using var folder = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(folder, s_oneSlot, paced, ScriptedTrainer.Reporting("quick", 1));
        var job = await server.StartJobAsync("paced");
        await paced.PassAsync(2);
        await server.SendAsync(job.Id, CommandAction.Pause);
        paced.Allow(1);
        await server.FollowAsync(job.Id, JobStatus.Paused);
        var next = await server.StartJobAsync("quick");

        // The keeper looks whenever the line changes: here it has, and the job is still there.
        var waiting = server.Services.GetRequiredService<JobBoard>().Find(next.Id)!.Waiting!;
        Assert.Equal($"Waiting for a slot: #{job.Number} is paused. You are next.", waiting.Text);
        Assert.NotNull(waiting.Holders[0].ParksAt);
        Assert.False((await server.JobAsync(job.Id)).PausedByHit);
        await server.SendAsync(job.Id, CommandAction.Park);
        await server.FollowAsync(next.Id, JobStatus.Completed);
    }

    [Fact]
    public async Task SteppedJob_ThatPausesAfterItsStep_IsAPersonsPause()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(null, s_oneSlot, paced);
        var hit = await HitAsync(server, paced);

        await server.Control.SendAsync(hit.Id, new CommandRequest(CommandAction.Step, new StepArguments(Batches: 1)), "a test", default);
        Assert.False((await server.JobAsync(hit.Id)).PausedByHit);
        paced.Allow(1);
        await server.FollowAsync(hit.Id, e => e is StatusEvent { Status: JobStatus.Paused } paused && paused.Reason!.Contains("step 4", StringComparison.Ordinal));

        Assert.False((await server.JobAsync(hit.Id)).PausedByHit);
    }

    [Fact]
    public async Task HitJob_AfterARestart_IsStillOneAndMakesRoom()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer(batches: 20);
        JobId id;
        await using (var server = await DashboardServer.StartAsync(folder, s_oneSlot, paced))
            id = (await HitAsync(server, paced)).Id;

        using var again = new PacedTrainer(batches: 20);
        await using var restarted = await DashboardServer.StartAsync(folder, s_oneSlot, again, ScriptedTrainer.Reporting("quick", 1));
        await Eventually.IsAsync(async () => (await restarted.JobAsync(id)).Status == JobStatus.Paused, "it is paused again");
        var next = await restarted.StartJobAsync("quick");
        await Eventually.IsAsync(async () => (await restarted.JobAsync(id)).Status == JobStatus.Parked, "it is parked");
        await restarted.FollowAsync(next.Id, JobStatus.Completed);
    }

    [Fact]
    public async Task OfTwoHitJobs_OneIsParkedForOneThatWaits()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "2"], paced, ScriptedTrainer.Reporting("quick", 1));
        var older = await BreakingAsync(server);
        var newer = await BreakingAsync(server);
        paced.Allow(6);
        await server.FollowAsync(older.Id, JobStatus.Paused);
        await server.FollowAsync(newer.Id, JobStatus.Paused);

        var next = await server.StartJobAsync("quick");
        await server.FollowAsync(next.Id, JobStatus.Completed);

        Assert.Equal((JobStatus.Paused, JobStatus.Parked), ((await server.JobAsync(older.Id)).Status, (await server.JobAsync(newer.Id)).Status));
    }

    private static async Task<Job> BreakingAsync(DashboardServer server)
    {
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);
        await server.Control.SendAsync(job.Id, CommandJson.Read("breakpoints", System.Text.Json.JsonDocument.Parse(Breakpoint).RootElement, id: null), "a test", default);
        return job;
    }

    private static async Task<Job> HitAsync(DashboardServer server, PacedTrainer paced)
    {
        var job = await BreakingAsync(server);
        paced.Allow(3);
        await server.FollowAsync(job.Id, JobStatus.Paused);
        return job;
    }
}
