using System.Net;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Api;

/// <summary>Looks into models over HTTP.</summary>
public sealed class InspectionApiTests
{
    [Fact]
    public async Task CompletedTableJob_IsLookedIntoAndAskedAboutRows()
    {
        await using var server = await DashboardServer.StartAsync();
        var told = await TrainAsync(server, "spirals", epochs: 3);
        var (id, step) = (told.Id, told.Events.Points()[^1].Step);

        var seen = await server.Http.GetJsonAsync($"/api/jobs/{id}/checkpoints/{step}/inspection");

        // What the loop itself said at its end.
        Assert.Equal(told.Events.Points("val/accuracy")[^1].Value, seen.GetProperty("accuracy").GetDouble(), 12);
        Assert.Equal(told.Events.Points("val/loss")[^1].Value, seen.GetProperty("loss").GetDouble(), 4);
        Assert.Equal(["1-dense", "3-dense", "5-dense"], seen.GetProperty("layers").EnumerateArray().Select(l => l.Text("name")));
        foreach (var layer in seen.GetProperty("layers").EnumerateArray())
        {
            foreach (var histogram in new[] { layer.GetProperty("parameters"), layer.GetProperty("gradient") })
            {
                Assert.Equal(histogram.GetProperty("count").GetInt64(), histogram.GetProperty("counts").EnumerateArray().Sum(c => c.GetInt64()));
                Assert.True(histogram.GetProperty("deviation").GetDouble() > 0);
            }
        }

        var confusion = seen.GetProperty("confusion");
        Assert.Equal(
            told.Events.OfType<ConfusionEvent>().Last().Counts.SelectMany(row => row),
            confusion.GetProperty("counts").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(c => c.GetInt32()));
        var worst = seen.GetProperty("worst").EnumerateArray().ToArray();
        var losses = worst.Select(w => w.GetProperty("loss").GetDouble()).ToArray();
        Assert.Equal(24, worst.Length);
        Assert.Equal(losses.OrderDescending(), losses);
        Assert.Equal(["x", "y"], seen.GetProperty("input").GetProperty("columns").EnumerateArray().Select(c => c.Text("name")));

        // Typed as it is told, a sample gets the same answer.
        var said = await server.Http.PostJsonAsync($"/api/jobs/{id}/checkpoints/{step}/predictions", $$"""{"cells":{{worst[0].GetProperty("cells").GetRawText()}}}""", HttpStatusCode.OK);
        var before = worst[0].GetProperty("prediction");
        Assert.Equal(before.Text("value"), said.Text("value"));
        Assert.Equal(Probabilities(before), Probabilities(said));
    }

    [Fact]
    public async Task Looks_WithoutEnd_AreRefusedBeyondTheLineWhichSaysHowLongItIs()
    {
        using var gate = new ManualResetEventSlim(initialState: true);
        var trainer = new ScriptedTrainer("gated", context =>
        {
            // A look tells its loop to stop from the first; this one does not listen.
            gate.Wait(Eventually.Limit);
            foreach (var _ in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([0, 1, 2], 1))
                    context.Report(new StepReport(rows.Span[0], 0.5, 0.1, 1, 1));
            }
        });
        await using var server = await DashboardServer.StartAsync(trainer);
        var job = await server.StartJobAsync("gated");
        await server.FollowAsync(job.Id);
        var step = (await server.Http.GetJsonAsync($"/api/jobs/{job.Id}/checkpoints"))[0].GetProperty("step").GetInt64();
        gate.Reset();

        var asked = Enumerable.Range(0, 17).Select(_ => server.Http.GetAsync($"/api/jobs/{job.Id}/checkpoints/{step}/inspection")).ToArray();
        await Eventually.IsAsync(async () => (await server.Http.GetJsonAsync("/api/looks")).GetProperty("waiting").GetInt32() == 16, "the line is full");
        using var refused = await server.Http.GetAsync($"/api/jobs/{job.Id}/checkpoints/{step}/inspection");

        var problem = await refused.JsonAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("1 looks, proofs and tries of forks are under way and 16 wait for their turn, as many as may. Ask again when some of them are done.", problem.Text("detail"));
        Assert.Equal("10", Assert.Single(refused.Headers.GetValues("Retry-After")));
        gate.Set();
        foreach (var answer in await Task.WhenAll(asked))
            answer.Dispose();
        Assert.Equal(0, (await server.Http.GetJsonAsync("/api/looks")).GetProperty("running").GetInt32());
    }

    [Fact]
    public async Task RunningImageJob_IsLookedIntoWithoutBeingHeldUp()
    {
        await using var server = await DashboardServer.StartAsync();
        var job = await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "digits", Epochs = 100_000, Seed = 1 }, default);
        await server.FollowAsync(job.Id, step: 50);
        await server.SendAsync(job.Id, CommandAction.Checkpoint);
        var step = ((CheckpointEvent)(await server.FollowAsync(job.Id, e => e is CheckpointEvent))[^1]).Step;

        var seen = await server.Http.GetJsonAsync($"/api/jobs/{job.Id}/checkpoints/{step}/inspection");

        var worst = seen.GetProperty("worst")[0];
        var pixels = worst.GetProperty("image").Text("pixels");
        var said = await server.Http.PostJsonAsync($"/api/jobs/{job.Id}/checkpoints/{step}/predictions", $$"""{"pixels":"{{pixels}}"}""", HttpStatusCode.OK);
        Assert.Equal(worst.GetProperty("prediction").Text("value"), said.Text("value"));
        Assert.Equal(Probabilities(worst.GetProperty("prediction")), Probabilities(said));
        Assert.Equal(JobStatus.Running, (await server.JobAsync(job.Id)).Status);
        await server.SendAsync(job.Id, CommandAction.Stop);
        await server.FollowAsync(job.Id);
    }

    [Theory]
    [InlineData("""{"cells":{"x":"left","z":1}}""", "cells.z", "cells.x")]
    [InlineData("""{"cells":{"x":[1]}}""", "cells.x")]
    [InlineData("""{"pixels":"AAAA"}""", "cells")]
    [InlineData("""{"pixels":"not base64!"}""", "pixels")]
    [InlineData("""{}""", "cells")]
    [InlineData("""{"cells":{},"pixels":""}""", "cells")]
    [InlineData("""{"rows":{}}""", "rows", "cells")]
    public async Task Sample_ThatIsNone_IsAProblemThatNamesTheField(string body, params string[] fields)
    {
        await using var server = await DashboardServer.StartAsync();
        var (id, events) = await TrainAsync(server, "spirals", epochs: 1);

        var problem = await server.Http.PostJsonAsync($"/api/jobs/{id}/checkpoints/{events.Points()[^1].Step}/predictions", body, HttpStatusCode.BadRequest);

        Assert.Equal(fields.Order(), problem.Fields().Order());
    }

    [Fact]
    public async Task Look_ThatCannotBe_IsAProblemThatSaysWhy()
    {
        using var paced = new PacedTrainer(batches: 2);
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id);

        var refused = await server.Http.GetJsonAsync($"/api/jobs/{job.Id}/checkpoints/2/inspection", HttpStatusCode.Conflict);
        Assert.Equal("It cannot be looked into: The trainer paced shows nothing of its model.", refused.Text("detail"));
        await server.Http.GetJsonAsync($"/api/jobs/{job.Id}/checkpoints/1/inspection", HttpStatusCode.NotFound);
        await server.Http.GetJsonAsync($"/api/jobs/{job.Id}/checkpoints/last/inspection", HttpStatusCode.BadRequest);
    }

    private static async Task<(JobId Id, IReadOnlyList<JobEvent> Events)> TrainAsync(DashboardServer server, string dataset, int epochs)
    {
        var job = await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = dataset, Epochs = epochs, Seed = 1 }, default);
        return (job.Id, await server.FollowAsync(job.Id));
    }

    private static double[] Probabilities(JsonElement prediction)
        => [.. prediction.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("probability").GetDouble())];
}
