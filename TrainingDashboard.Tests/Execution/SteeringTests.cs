using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Execution;

public sealed class SteeringTests
{
    [Fact]
    public async Task Step_OfAPausedJob_GoesSoManyBatchesAndPausesAgain()
    {
        using var paced = new PacedTrainer(batches: 10);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await PausedAsync(server, paced, step: 3);

        var receipt = await SendAsync(server, job.Id, "step", """{"batches":4}""");
        var told = await server.FollowAsync(job.Id, e => e is StatusEvent { Status: JobStatus.Paused } s && s.Reason!.Contains("step 7", StringComparison.Ordinal));

        Assert.Equal(ReceiptState.Requested, receipt.State);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], told.Points().Select(p => p.Step));
        Assert.Contains(told, e => e is ReceiptEvent { State: ReceiptState.Applied, Action: CommandAction.Step, Step: 3, Milliseconds: >= 0 } r && r.Command == receipt.Command);
        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Running, JobStatus.Paused], told.Statuses());
        var paused = await server.JobAsync(job.Id);
        Assert.Equal((DesiredState.Pause, null, 0), (paused.Desired, paused.Steering.PauseAt, paused.Steering.Pending.Count));

        // To the end of the epoch under way, which is the last: the job ends.
        await SendAsync(server, job.Id, "step", """{"epochs":1}""");
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync(job.Id))[^1] is StatusEvent last ? last.Status : default);
    }

    [Fact]
    public async Task Step_OfAnEpoch_PausesAfterItsValidation()
    {
        using var paced = new PacedTrainer(batches: 4);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await PausedAsync(server, paced, step: 2, epochs: 5);

        await SendAsync(server, job.Id, "step", """{"epochs":1}""");
        var told = await server.FollowAsync(job.Id, e => e is StatusEvent { Status: JobStatus.Paused } s && s.Reason!.Contains("step 4", StringComparison.Ordinal));

        Assert.Equal([4], told.Points("val/loss").Select(p => p.Step));
        Assert.Equal(4, told.Points()[^1].Step);
    }

    [Fact]
    public async Task Set_OfAPausedJob_IsAppliedAtOnceAndMarked()
    {
        await using var server = await DashboardServer.StartAsync();
        var job = await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "spirals", Epochs = 100_000, Seed = 1 }, default);
        await server.FollowAsync(job.Id, step: 5);
        await server.SendAsync(job.Id, CommandAction.Pause);
        await server.FollowAsync(job.Id, JobStatus.Paused);

        var receipt = await SendAsync(server, job.Id, "set", """{"values":{"learningRate":0.005,"batchSize":32}}""");
        var told = await server.FollowAsync(job.Id, e => e is HyperparameterEvent);

        var change = Assert.IsType<HyperparameterEvent>(told[^1]);
        var step = (await server.JobAsync(job.Id)).Progress.Step;
        Assert.Equal((receipt.Command, "a test", step, ChangeCause.Set), (change.Command, change.By, change.Step, change.Cause));
        Assert.Equal(["learningRate 0.01 0.005", "batchSize 16 32"], change.Values.Select(v => $"{v.Name} {v.From} {v.To}"));
        Assert.Single((await server.JobAsync(job.Id)).Steering.Changes);
        var snapshot = await (await server.Feeds.FindAsync(job.Id, default))!.SnapshotAsync(default);
        Assert.Equal(change.Seq, Assert.Single(snapshot.Steering).Seq);

        await SendAsync(server, job.Id, "revert");
        await server.FollowAsync(job.Id, e => e is HyperparameterEvent { Cause: ChangeCause.Revert });
        var view = SteeringView.Of(await server.JobAsync(job.Id), new TrainerCatalog([server.Trainer("mlp")]));
        Assert.Equal(0.01, view.Hyperparameters.Single(h => h.Declared.Name == "learningRate").Value.GetDouble());
        await server.SendAsync(job.Id, CommandAction.Stop);
    }

    [Theory]
    [InlineData("set", """{"values":{"learningRate":-1}}""", "arguments.values.learningRate")]
    [InlineData("set", """{"values":{"hiddenLayers":[8]}}""", "arguments.values.hiddenLayers")]
    [InlineData("set", """{"values":{"nothing":8}}""", "arguments.values.nothing")]
    [InlineData("set", """{"values":{"batchSize":8},"over":10}""", "arguments.over")]
    [InlineData("set", """{"values":{"epochs":0}}""", "arguments.values.epochs")]
    public async Task Set_OfWhatTheTrainerDoesNotTake_IsRefusedNamingTheField(string action, string arguments, string field)
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced);
        await server.StartJobAsync("paced");
        var job = await server.StartJobAsync("mlp");

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => SendAsync(server, job.Id, action, arguments));

        Assert.Equal([field], refused.Errors.Select(e => e.Field));
    }

    [Fact]
    public async Task Set_OfAQueuedJob_CountsFromItsFirstBatch()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced);
        await server.StartJobAsync("paced");
        var job = await server.StartJobAsync("mlp", epochs: 1);

        await SendAsync(server, job.Id, "set", """{"values":{"learningRate":0.5}}""");
        Assert.Equal(ReceiptState.Refused, (await SendAsync(server, job.Id, "step")).State);
        paced.AllowAll();
        var told = await server.FollowAsync(job.Id);

        Assert.Equal(0.5, told.Points("lr")[0].Value);
        Assert.Contains(told, e => e is ReceiptEvent { State: ReceiptState.Applied, Action: CommandAction.Set, Step: 0 });
    }

    [Theory]
    [InlineData("""{"when":"step","step":5}""", 5)]
    [InlineData("""{"when":"loss","above":1000}""", 3)]
    public async Task Breakpoint_ThatIsHit_PausesWithTheReasonAndIsAnEvent(string breakpoint, long step)
    {
        using var paced = new PacedTrainer(batches: 10);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);

        await SendAsync(server, job.Id, "breakpoints", $$"""{"breakpoints":[{{breakpoint}}]}""");
        paced.AllowAll();
        var told = await server.FollowAsync(job.Id, JobStatus.Paused);

        var hit = Assert.Single(told.OfType<BreakpointEvent>());
        Assert.Equal($"Paused at step {hit.Step}: {hit.Text}.", ((StatusEvent)told[^1]).Reason);
        Assert.Equal((step, false, null), (hit.Step, hit.IsGuard, hit.BackTo));
        Assert.Equal(step, told.Points()[^1].Step);
        var paused = await server.JobAsync(job.Id);
        Assert.Equal((DesiredState.Pause, 1), (paused.Desired, paused.Steering.Breakpoints.Count));

        await server.SendAsync(job.Id, CommandAction.Resume);
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync(job.Id)).Statuses()[^1]);
    }

    [Fact]
    public async Task Rollback_OfARunningJob_IsANewAttemptThatReportsTheStepsAgain()
    {
        using var folder = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(folder, []);
        var job = await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "spirals", Epochs = 100_000, Seed = 1 }, default);
        await server.FollowAsync(job.Id, step: 300);

        await SendAsync(server, job.Id, "rollback", """{"steps":50,"scale":0.5}""");
        var told = await server.FollowAsync(job.Id, e => e is RollbackEvent);
        var back = (RollbackEvent)told[^1];
        told = await server.FollowAsync(job.Id, e => e is MetricsEvent m && e.Seq > back.Seq && m.Blocks.Any(b => b.Steps.Contains(back.Step + 1)));
        await server.SendAsync(job.Id, CommandAction.Stop);
        await server.FollowAsync(job.Id, JobStatus.Cancelled);

        Assert.InRange(back.BackTo, 1, back.Step - 50);
        var change = told.OfType<HyperparameterEvent>().Single();
        Assert.Equal((back.BackTo, ChangeCause.Rollback), (change.Step, change.Cause));
        Assert.Equal(2, told.Points().Count(p => p.Step == back.BackTo + 1));
        Assert.Equal(1, told.Points().Count(p => p.Step == back.BackTo));
        Assert.Equal(2, (await server.JobAsync(job.Id)).Attempt);
        Assert.Contains(told, e => e is StatusEvent { Status: JobStatus.Running, Attempt: 2 });
        // Of each step the newer point only.
        var series = (await (await server.Feeds.FindAsync(job.Id, default))!.SeriesAsync("loss", 2_000, default))!;
        Assert.Equal((await server.JobAsync(job.Id)).Progress.Step, series.Count);
    }

    [Fact]
    public async Task Proof_OfACheckpointBeforeChanges_IsIdentical()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:CheckpointSeconds", "3600"]);
        var id = (await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "spirals", Epochs = 100_000, Seed = 1 }, default)).Id;
        await server.FollowAsync(id, step: 60);
        await server.SendAsync(id, CommandAction.Pause);
        await server.FollowAsync(id, JobStatus.Paused);
        await server.SendAsync(id, CommandAction.Checkpoint);
        var kept = (CheckpointEvent)(await server.FollowAsync(id, e => e is CheckpointEvent))[^1];
        await SendAsync(server, id, "set", """{"values":{"learningRate":0.02,"dropout":0.2},"over":null}""");
        await SendAsync(server, id, "set", $$$"""{"values":{"weightDecay":0.1},"at":{{{kept.Step + 10}}},"over":8}""");
        await SendAsync(server, id, "step", """{"batches":60}""");
        await server.FollowAsync(id, e => e is StatusEvent { Status: JobStatus.Paused } && e.Seq > kept.Seq);

        var checkpoint = await server.Services.GetRequiredService<ResumeProver>().ProveAsync(id, kept.Step, default);

        Assert.Equal((kept.Step + 50, true), (checkpoint.Proof!.LastStep, checkpoint.Proof.Identical));
    }

    [Fact]
    public async Task Commands_ThatWaitForTheirStep_AreTheJobsAndSurviveARestart()
    {
        using var folder = new TemporaryFolder();
        JobId id;
        long step;
        await using (var server = await DashboardServer.StartAsync(folder, []))
        {
            id = (await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "spirals", Epochs = 100_000, Seed = 1 }, default)).Id;
            await server.FollowAsync(id, step: 5);
            await server.SendAsync(id, CommandAction.Pause);
            await server.FollowAsync(id, JobStatus.Paused);
            step = (await server.JobAsync(id)).Progress.Step + 50;
            await SendAsync(server, id, "set", $$$"""{"values":{"learningRate":0.5},"at":{{{step}}}}""");
        }

        await using var again = await DashboardServer.StartAsync(folder, []);
        var waiting = await again.JobAsync(id);
        Assert.Equal("set", Assert.Single(waiting.Steering.Pending).Action);
        await again.FollowAsync(id, e => e is StatusEvent { Status: JobStatus.Paused, Attempt: 2 });
        await again.SendAsync(id, CommandAction.Resume);
        var told = await again.FollowAsync(id, e => e is HyperparameterEvent);
        await again.SendAsync(id, CommandAction.Stop);

        Assert.Equal(step, ((HyperparameterEvent)told[^1]).Step);
        await Eventually.IsAsync(async () => (await again.JobAsync(id)).Steering.Pending.Count == 0, "nothing waits");
    }

    internal static Task<Receipt> SendAsync(DashboardServer server, JobId id, string action, string? arguments = null)
        => server.Control.SendAsync(
            id, CommandJson.Read(action, arguments is null ? null : JsonDocument.Parse(arguments).RootElement, id: null), "a test", default);

    private static async Task<Job> PausedAsync(DashboardServer server, PacedTrainer paced, int step, int epochs = 1)
    {
        var job = await server.StartJobAsync("paced", epochs);
        paced.Allow(step - 1);
        await server.FollowAsync(job.Id, step - 1);
        await server.SendAsync(job.Id, CommandAction.Pause);
        paced.AllowAll();
        await server.FollowAsync(job.Id, JobStatus.Paused);
        return await server.JobAsync(job.Id);
    }
}
