using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Api;

/// <summary>Forking, rewinding and proving, over HTTP.</summary>
public sealed class ForksApiTests : IDisposable
{
    private static readonly string[] s_settings =
        ["--Training:Slots", "1", "--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "2", "--Training:KeepCheckpoints", "100", "--Training:CheckpointBest", "false"];

    private readonly TemporaryFolder _folder = new();
    private readonly PacedTrainer _paced = new(batches: 20);

    public void Dispose()
    {
        _paced.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rewind_OfAParkedJob_GoesOnFromTheEarlierCheckpointAndTheExportHasBothStretches()
    {
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, _paced);
        var id = await ParkedAsync(server, step: 9);

        var receipt = await server.Http.PostJsonAsync($"/api/jobs/{id}/rewind", """{"step":4}""", HttpStatusCode.Accepted);
        var rewound = await server.JobAsync(id);
        Assert.Equal(("rewind", "applied"), (receipt.Text("action"), receipt.Text("state")));
        Assert.Equal(4, rewound.Progress.Step);
        _paced.AllowAll();
        var told = await server.FollowAsync(id, JobStatus.Completed);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, .. Enumerable.Range(5, 16)], told.Points().Select(p => (int)p.Step));
        Assert.Equal(await UndisturbedAsync(), told.Curve());
        Assert.Contains(told, e => e is StatusEvent { Status: JobStatus.Queued, Reason: "Rewound by the API from step 9 to step 4." });
        Assert.Contains(told, e => e is ReceiptEvent { Action: CommandAction.Rewind, State: ReceiptState.Applied, Step: 4 });
        var window = await server.Services.GetRequiredService<ISeriesStore>().ReadAsync(id, "loss", null, null, 100, default);
        Assert.Equal(20, window!.Total);
        Assert.DoesNotContain(await CheckpointsAsync(server, id), c => c.GetProperty("step").GetInt32() == 9 && !c.GetProperty("abandoned").GetBoolean());
    }

    [Fact]
    public async Task Rewind_OfAPausedJob_ParksItFirst()
    {
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, _paced);
        var id = (await server.StartJobAsync("paced")).Id;
        await _paced.PassAsync(7);
        await server.FollowAsync(id, step: 7);
        await server.SendAsync(id, CommandAction.Pause);
        _paced.Allow(1);
        await server.FollowAsync(id, JobStatus.Paused);

        await server.Http.PostJsonAsync($"/api/jobs/{id}/rewind", """{"step":2}""", HttpStatusCode.Accepted);
        _paced.AllowAll();
        var told = await server.FollowAsync(id, JobStatus.Completed);

        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Parked, JobStatus.Queued, JobStatus.Running, JobStatus.Completed], told.Statuses());
        Assert.Equal(3, told.SkipWhile(e => e is not StatusEvent { Status: JobStatus.Parked }).Points()[0].Step);
        Assert.Equal(await UndisturbedAsync(), told.Curve());
    }

    [Fact]
    public async Task Rewind_BeforeTheDashboardIsRestarted_Holds()
    {
        JobId id;
        using (var other = new PacedTrainer(batches: 5, name: "other"))
        {
            await using var server = await DashboardServer.StartAsync(_folder, s_settings, _paced, other);
            id = await ParkedAsync(server, step: 9);
            // The only slot is taken, so that the rewound job waits.
            var holder = await server.StartJobAsync("other");
            await server.FollowAsync(holder.Id, JobStatus.Running);
            await server.Http.PostJsonAsync($"/api/jobs/{id}/rewind", """{"step":4}""", HttpStatusCode.Accepted);
            Assert.Equal(JobStatus.Queued, (await server.JobAsync(id)).Status);
            other.AllowAll();
            await server.SendAsync(holder.Id, CommandAction.Stop);
        }

        using var again = new PacedTrainer(batches: 20);
        again.AllowAll();
        await using var restarted = await DashboardServer.StartAsync(_folder, s_settings, again);
        var told = await restarted.FollowAsync(id, JobStatus.Completed);
        Assert.Equal(5, told.SkipWhile(e => e is not StatusEvent { Status: JobStatus.Queued }).Points()[0].Step);
        Assert.Equal(await UndisturbedAsync(), told.Curve());
    }

    [Fact]
    public async Task Rewind_ThatCannotBe_IsRefusedWithTheReason()
    {
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, _paced);
        var running = (await server.StartJobAsync("paced")).Id;
        await _paced.PassAsync(5);
        await server.FollowAsync(running, step: 5);
        await Eventually.IsAsync(async () => (await CheckpointsAsync(server, running)).Length == 2, "there are two checkpoints");

        Assert.Equal("Only a paused or parked job can be rewound; this one is running.", await RefusedAsync(running, 4));
        await server.SendAsync(running, CommandAction.Park);
        _paced.Allow(1);
        await server.FollowAsync(running, JobStatus.Parked);
        Assert.Equal("The job stands at step 6; only to before it can it be rewound.", await RefusedAsync(running, 6));
        Assert.Equal("step", Assert.Single((await server.Http.PostJsonAsync($"/api/jobs/{running}/rewind", """{"step":"four"}""", HttpStatusCode.BadRequest)).Fields()));
        await server.Http.PostJsonAsync($"/api/jobs/{running}/rewind", """{"step":5}""", HttpStatusCode.NotFound);
        await server.SendAsync(running, CommandAction.Stop);
        Assert.Equal("The job is cancelled; fork it instead.", await RefusedAsync(running, 4));

        async Task<string> RefusedAsync(JobId id, int step)
            => (await server.Http.PostJsonAsync($"/api/jobs/{id}/rewind", $$"""{"step":{{step}}}""", HttpStatusCode.Conflict)).Text("detail");
    }

    [Fact]
    public async Task Fork_FromACheckpoint_IsAJobOfItsOwnThatBeginsThere()
    {
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, _paced);
        var id = await ParkedAsync(server, step: 9);

        var answer = await server.Http.PostJsonAsync($"/api/jobs/{id}/fork", """{"step":4,"epochs":2}""", HttpStatusCode.Created);
        Assert.True(JobId.TryParse(answer.Text("id"), out var fork));
        Assert.Equal((id.ToString(), 4), (answer.GetProperty("forkedFrom").Text("job"), answer.GetProperty("forkedFrom").GetProperty("step").GetInt32()));
        // The copy is its own.
        foreach (var checkpoint in (await CheckpointsAsync(server, id)).Where(c => c.GetProperty("step").GetInt32() < 9))
            Assert.Equal(HttpStatusCode.NoContent, (await server.Http.DeleteAsync($"/api/jobs/{id}/checkpoints/{checkpoint.GetProperty("step")}")).StatusCode);
        _paced.AllowAll();
        var told = await server.FollowAsync(fork, JobStatus.Completed);

        Assert.Equal(Enumerable.Range(5, 36), told.Points().Select(p => (int)p.Step));
        Assert.Equal((await UndisturbedAsync(epochs: 2)).Skip(4), told.Curve());
        Assert.Equal([fork], server.Services.GetRequiredService<JobBoard>().ForksOf(id).Select(j => j.Id));
        Assert.Equal("paced on spirals, from step 4", (await server.JobAsync(fork)).Spec.Name);
        Assert.Equal(JobStatus.Parked, (await server.JobAsync(id)).Status);
    }

    [Theory]
    [InlineData("""{"step":20,"hyperparameters":{"hiddenLayers":[7]}}""", 400, "hyperparameters")]
    [InlineData("""{"step":20,"hyperparameters":{"hiddenLayers":"many"}}""", 400, "hyperparameters.hiddenLayers")]
    [InlineData("""{"step":20,"hyperparameters":{"batchSize":32}}""", 400, "hyperparameters")]
    [InlineData("""{"step":20,"epochs":0}""", 400, "epochs")]
    [InlineData("""{"step":20,"seed":4}""", 400, "seed")]
    [InlineData("""{"step":20,"colour":"red"}""", 400, "colour")]
    [InlineData("""{"step":-1}""", 400, "step")]
    [InlineData("""{"step":1.5}""", 400, "step")]
    [InlineData("""{}""", 400, "step")]
    [InlineData("""[]""", 400, "body")]
    [InlineData("""{"step":21}""", 404, null)]
    public async Task Fork_WithFaults_NamesThemAndStartsNothing(string body, int status, string? field)
    {
        await using var server = await DashboardServer.StartAsync(_folder, ["--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "10", "--Training:KeepCheckpoints", "100"]);
        var job = await server.StartJobAsync("mlp", epochs: 2);
        await server.FollowAsync(job.Id, JobStatus.Completed);

        var problem = await server.Http.PostJsonAsync($"/api/jobs/{job.Id}/fork", body, (HttpStatusCode)status);

        if (field is not null)
            Assert.Equal(field, Assert.Single(problem.Fields()));
        Assert.Single(server.Services.GetRequiredService<JobBoard>().List());
        Assert.Single(Directory.EnumerateDirectories(_folder.Of("checkpoints")));
    }

    [Fact]
    public async Task Proof_OfABuiltInTrainer_SaysThatTheNextStepsAreBitIdentical()
    {
        await using var server = await DashboardServer.StartAsync(
            _folder, ["--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "10", "--Training:KeepCheckpoints", "100"]);
        var job = await server.Control.StartAsync(
            new StartRequest
            {
                Trainer = "mlp",
                Dataset = "spirals",
                Epochs = 3,
                Seed = 5,
                Hyperparameters = new Dictionary<string, JsonElement> { ["dropout"] = JsonSerializer.SerializeToElement(0.3) },
            },
            default);
        await server.FollowAsync(job.Id, JobStatus.Completed);
        var total = (await server.JobAsync(job.Id)).Progress.Step;
        var late = total / 10 * 10 == total ? total - 10 : total / 10 * 10;

        var early = await ProveAsync(server, job.Id, 20, HttpStatusCode.OK);
        var short_ = await ProveAsync(server, job.Id, late, HttpStatusCode.OK);
        var end = await ProveAsync(server, job.Id, total, HttpStatusCode.Conflict);

        Assert.Equal((true, 50, 21), (early.GetProperty("proof").GetProperty("identical").GetBoolean(), early.GetProperty("proof").GetProperty("steps").GetInt32(), early.GetProperty("proof").GetProperty("firstStep").GetInt32()));
        Assert.Equal((true, total - late), (short_.GetProperty("proof").GetProperty("identical").GetBoolean(), short_.GetProperty("proof").GetProperty("steps").GetInt64()));
        Assert.Equal("No step after this checkpoint is stored yet.", end.Text("detail"));
        Assert.True((await CheckpointsAsync(server, job.Id)).Single(c => c.GetProperty("step").GetInt32() == 20).GetProperty("proof").GetProperty("identical").GetBoolean());
    }

    [Fact]
    public async Task Proof_OfATrainerThatForgetsSomething_SaysWhereItDiffers()
    {
        var calls = 0;
        var forgetful = new ScriptedTrainer("forgetful", context =>
        {
            // What is in no checkpoint: from the fifth step on another loss in another run.
            var run = Interlocked.Increment(ref calls);
            foreach (var _ in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([.. Enumerable.Range(0, 12)], 1))
                    context.Report(new StepReport(context.Step < 5 ? 1 : run, null, 0.1, 1, 1));
            }
        });
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, forgetful);
        var job = await server.StartJobAsync("forgetful");
        await server.FollowAsync(job.Id, JobStatus.Completed);

        var proof = (await ProveAsync(server, job.Id, 2, HttpStatusCode.OK)).GetProperty("proof");

        Assert.Equal((false, 6, "loss"), (proof.GetProperty("identical").GetBoolean(), proof.GetProperty("differsAt").GetInt32(), proof.Text("series")));
    }

    private static Task<JsonElement> ProveAsync(DashboardServer server, JobId id, long step, HttpStatusCode status)
        => server.Http.PostJsonAsync($"/api/jobs/{id}/checkpoints/{step}/prove", null, status);

    private static async Task<JsonElement[]> CheckpointsAsync(DashboardServer server, JobId id)
        => [.. (await server.Http.GetJsonAsync($"/api/jobs/{id}/checkpoints")).EnumerateArray()];

    private async Task<JobId> ParkedAsync(DashboardServer server, int step)
    {
        var id = (await server.StartJobAsync("paced")).Id;
        await _paced.PassAsync(step - 1);
        await server.FollowAsync(id, step - 1);
        await server.SendAsync(id, CommandAction.Park);
        _paced.Allow(1);
        await server.FollowAsync(id, JobStatus.Parked);
        return id;
    }

    private static async Task<string[]> UndisturbedAsync(int epochs = 1)
    {
        using var paced = new PacedTrainer(batches: 20);
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced", epochs);
        return (await server.FollowAsync(job.Id, JobStatus.Completed)).Curve();
    }
}
