using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Execution;

/// <summary>Leaving a slot in a checkpoint, and coming back.</summary>
public sealed class ParkTests
{
    private static readonly string[] s_oneSlot = ["--Training:Slots", "1"];

    [Fact]
    public async Task Park_OfARunningJob_FreesTheSlotAndResumeGoesOnFromTheCheckpoint()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(null, s_oneSlot, paced, ScriptedTrainer.Reporting("quick", 1, 2));
        var job = await RunToAsync(server, paced, step: 6);
        var next = await server.StartJobAsync("quick");

        var park = await server.SendAsync(job.Id, CommandAction.Park);
        paced.Allow(1);
        var parked = await server.FollowAsync(job.Id, JobStatus.Parked);
        await server.FollowAsync(next.Id, JobStatus.Completed);
        Assert.Equal(JobStatus.Parked, (await server.JobAsync(job.Id)).Status);
        var resume = await server.SendAsync(job.Id, CommandAction.Resume);
        paced.AllowAll();
        var told = await server.FollowAsync(job.Id);

        Assert.Equal((ReceiptState.Requested, ReceiptState.Requested), (park.State, resume.State));
        Assert.Equal([ReceiptState.Requested, ReceiptState.Applied, ReceiptState.Durable], States(parked, park));
        Assert.All(parked.OfType<ReceiptEvent>().Skip(1), r => Assert.Equal(7, r.Step));
        Assert.True(parked.OfType<CheckpointEvent>().Last() is { Step: 7 } kept && kept.Seq < parked[^1].Seq);
        Assert.Equal([ReceiptState.Requested, ReceiptState.Applied], States(told, resume));
        Assert.Equal(7, told.OfType<ReceiptEvent>().Last(r => r.Command == resume.Command).Step);
        Assert.Equal([JobStatus.Running, JobStatus.Parked, JobStatus.Queued, JobStatus.Running, JobStatus.Completed], told.Statuses());
        Assert.Equal(2, (await server.JobAsync(job.Id)).Attempt);
        told.AreGapFree();
        Assert.Equal(await UndisturbedAsync(), told.Points());
    }

    [Fact]
    public async Task Park_OfAPausedJob_NeedsNoFurtherBatch()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await RunToAsync(server, paced, step: 2);
        await server.SendAsync(job.Id, CommandAction.Pause);
        paced.Allow(1);
        await server.FollowAsync(job.Id, JobStatus.Paused);

        await server.SendAsync(job.Id, CommandAction.Park);
        await server.FollowAsync(job.Id, JobStatus.Parked);
        await server.SendAsync(job.Id, CommandAction.Resume);
        paced.AllowAll();
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(
            [JobStatus.Running, JobStatus.Paused, JobStatus.Parked, JobStatus.Queued, JobStatus.Running, JobStatus.Completed],
            told.Statuses());
        Assert.Equal(await UndisturbedAsync(), told.Points());
    }

    [Fact]
    public async Task Park_AgainAndAgain_LosesAndDoublesNoStep()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(null, s_oneSlot, paced);
        var job = await server.StartJobAsync("paced");

        // As fast as they go, so that a resume finds the worker that has just let go of the job.
        var rounds = 0;
        while (!(await server.JobAsync(job.Id)).Status.IsFinal())
        {
            if ((await server.SendAsync(job.Id, CommandAction.Park)).State != ReceiptState.Requested)
                continue;
            paced.Allow(1);
            await Eventually.IsAsync(async () => (await server.JobAsync(job.Id)).Status is JobStatus.Parked or JobStatus.Completed, "the job is parked");
            rounds++;
            await server.SendAsync(job.Id, CommandAction.Resume);
        }

        var told = await server.FollowAsync(job.Id);
        Assert.True(rounds >= 20, $"{rounds} rounds");
        told.AreGapFree();
        Assert.Equal(JobStatus.Completed, told.Statuses()[^1]);
        Assert.Equal(await UndisturbedAsync(), told.Points());
    }

    [Fact]
    public async Task Parks_RacingEachOtherAndAResume_HaveOneWinnerAndReasonedRefusals()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await RunToAsync(server, paced, step: 1);

        var parks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => server.SendAsync(job.Id, CommandAction.Park))));
        var resume = await server.SendAsync(job.Id, CommandAction.Resume);
        paced.Allow(1);
        var told = await server.FollowAsync(job.Id, JobStatus.Parked);
        var late = await server.SendAsync(job.Id, CommandAction.Park);

        var winner = Assert.Single(parks, r => r.State == ReceiptState.Requested);
        Assert.All(parks.Where(r => r != winner), r => Assert.Equal("The job is already about to be parked.", r.Reason));
        Assert.Equal((ReceiptState.Refused, "The job is about to be parked; it can be resumed once it is."), (resume.State, resume.Reason));
        Assert.Equal((ReceiptState.Refused, "The job is already parked."), (late.State, late.Reason));
        Assert.Single(told.OfType<ReceiptEvent>(), r => r.State == ReceiptState.Applied);
    }

    [Fact]
    public async Task Stop_WhileParking_CancelsAndBothCommandsHaveTheirReceipts()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await RunToAsync(server, paced, step: 1);

        var park = await server.SendAsync(job.Id, CommandAction.Park);
        var stop = await server.SendAsync(job.Id, CommandAction.Stop);
        var told = await server.FollowAsync(job.Id);

        Assert.Equal([JobStatus.Running, JobStatus.Stopping, JobStatus.Cancelled], told.Statuses());
        Assert.Equal([ReceiptState.Requested, ReceiptState.Applied, ReceiptState.Durable], States(told, park));
        Assert.Equal([ReceiptState.Requested, ReceiptState.Applied, ReceiptState.Durable], States(told, stop));
        var refused = await server.SendAsync(job.Id, CommandAction.Park);
        Assert.Equal("The job is cancelled.", refused.Reason);
    }

    [Fact]
    public async Task Stop_OfAParkedJob_CancelsItAtOnce()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await RunToAsync(server, paced, step: 1);
        await server.SendAsync(job.Id, CommandAction.Park);
        paced.Allow(1);
        await server.FollowAsync(job.Id, JobStatus.Parked);

        var stop = await server.SendAsync(job.Id, CommandAction.Stop);
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(ReceiptState.Applied, stop.State);
        Assert.Equal([JobStatus.Running, JobStatus.Parked, JobStatus.Cancelled], told.Statuses());
    }

    [Fact]
    public async Task Checkpoint_OfARunningJob_IsDurableAtItsStepAndTheLoopGoesOn()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(folder, ["--Training:CheckpointSeconds", "86400"], paced);
        var job = await RunToAsync(server, paced, step: 2);

        var receipt = await server.SendAsync(job.Id, CommandAction.Checkpoint);
        paced.Allow(1);
        var told = await server.FollowAsync(job.Id, e => e is ReceiptEvent { State: ReceiptState.Durable });

        Assert.Equal([ReceiptState.Requested, ReceiptState.Applied, ReceiptState.Durable], States(told, receipt));
        Assert.Equal(3, Assert.Single(told.OfType<CheckpointEvent>()).Step);
        var kept = await server.Services.GetRequiredService<CheckpointStore>().LoadLatestAsync(job.Id, long.MaxValue, Assert.Fail, default);
        Assert.Equal(3, kept!.Position.Step);
        paced.AllowAll();
        Assert.Equal([JobStatus.Running, JobStatus.Completed], (await server.FollowAsync(job.Id)).Statuses());
    }

    [Fact]
    public async Task Pause_LongerThanTheSetting_IsParkedByItself()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ParkAfterMinutes", "0.002"], paced);
        var job = await RunToAsync(server, paced, step: 1);

        await server.SendAsync(job.Id, CommandAction.Pause);
        paced.Allow(1);
        var told = await server.FollowAsync(job.Id, JobStatus.Parked);

        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Parked], told.Statuses());
        Assert.StartsWith("Parked by the dashboard, after 0.002 minutes of pause at step 2", ((StatusEvent)told[^1]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_OfTheDashboard_LeavesAParkedJobParked()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer(batches: 20);
        JobId id;
        await using (var server = await DashboardServer.StartAsync(folder, [], paced))
        {
            id = (await RunToAsync(server, paced, step: 3)).Id;
            await server.SendAsync(id, CommandAction.Park);
            paced.Allow(1);
            await server.FollowAsync(id, JobStatus.Parked);
        }

        using var again = new PacedTrainer(batches: 20);
        again.AllowAll();
        await using var restarted = await DashboardServer.StartAsync(folder, [], again, ScriptedTrainer.Reporting("quick", 1));
        var other = await restarted.StartJobAsync("quick");
        await restarted.FollowAsync(other.Id, JobStatus.Completed);
        Assert.Equal((JobStatus.Parked, 1), ((await restarted.JobAsync(id)).Status, (await restarted.JobAsync(id)).Attempt));

        await restarted.SendAsync(id, CommandAction.Resume);
        var told = await restarted.FollowAsync(id);
        Assert.Equal(await UndisturbedAsync(), told.Points());
    }

    private static ReceiptState[] States(IEnumerable<JobEvent> told, Receipt receipt)
        => [.. told.OfType<ReceiptEvent>().Where(r => r.Command == receipt.Command).Select(r => r.State)];

    private static async Task<Job> RunToAsync(DashboardServer server, PacedTrainer paced, int step)
    {
        var job = await server.StartJobAsync("paced");
        await paced.PassAsync(step);
        await server.FollowAsync(job.Id, step);
        return job;
    }

    private static async Task<IReadOnlyList<(long Step, double Value)>> UndisturbedAsync()
    {
        using var paced = new PacedTrainer(batches: 20);
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        return (await server.FollowAsync(job.Id, JobStatus.Completed)).Points();
    }
}
