using System.Text.Json;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Fuzz;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Hub;

namespace TrainingDashboard.Tests.Hub;

/// <summary>The hub as the published JavaScript client sees it.</summary>
[Collection(Alone.Name)]
public sealed class TrainingHubTests
{
    [Fact]
    public async Task Job_StartedOverTheHub_IsSteeredAndWatchedToItsEnd()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"]);

        var result = await RunAsync("lifecycle.mjs", server);

        Assert.Equal(("over the hub", "mlp"), (Text(result, "started", "name"), Text(result, "started", "trainer")));
        Assert.Equal(Text(result, "started", "id"), Text(Assert.Single(result.GetProperty("listed").EnumerateArray()), "id"));
        IsGapFree(result, result.GetProperty("first").GetInt64());
        Assert.True(result.GetProperty("end").ValueKind == JsonValueKind.True, result.GetProperty("end").ToString());
        Assert.Equal(["paused", "running", "stopping", "cancelled"], Texts(result, "statuses").SkipWhile(s => s != "paused"));
        foreach (var action in new[] { "pause", "resume", "stop" })
        {
            Assert.Equal((action, "requested"), (Text(result, action, "action"), Text(result, action, "state")));
            var applied = Assert.Single(result.GetProperty("receipts").EnumerateArray(),
                r => Text(r, "command") == Text(result, action, "command") && Text(r, "state") == "applied");
            Assert.InRange(applied.GetProperty("milliseconds").GetDouble(), 0, 1_000);
            Assert.True(applied.GetProperty("step").GetInt64() > 0);
        }

        Assert.Equal(("mlp on spirals", "queued"), (Text(result, "byDefault", "name"), Text(result, "byDefault", "status")));
        Assert.Equal("applied", Text(result, "byDefaultStop", "state"));
        Assert.Equal(("refused", "The job is already paused."), (Text(result, "pauseAgain", "state"), Text(result, "pauseAgain", "reason")));
        Assert.InRange(result.GetProperty("series").GetProperty("steps").GetArrayLength(), 1, 10);
        Assert.Equal(0, result.GetProperty("noSeries").GetProperty("count").GetInt32());
        Assert.True(result.GetProperty("ping").GetBoolean());
    }

    [Fact]
    public async Task Watch_FromNothing_IsASnapshotThenEveryEventOnce()
    {
        using var paced = new PacedTrainer(batches: 200);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        paced.Allow(50);
        await server.FollowAsync(job.Id, step: 50);

        using var script = NodeScript.Start("watch.mjs", Url(server), job.Id.ToString());
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 1, "the watcher watches");
        paced.AllowAll();
        var result = await script.ResultAsync();

        var snapshot = Assert.Single(result.GetProperty("snapshots").EnumerateArray());
        IsGapFree(result.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()), snapshot.GetProperty("seq").GetInt64());
        Assert.True(result.GetProperty("end").ValueKind == JsonValueKind.True);
        Assert.Equal("completed", Text(result.GetProperty("events").EnumerateArray().Last(), "status"));
        var loss = snapshot.GetProperty("series").EnumerateArray().Single(s => Text(s, "name") == "loss");
        var steps = loss.GetProperty("steps").EnumerateArray().Select(s => s.GetInt64())
            .Concat(result.GetProperty("events").EnumerateArray().SelectMany(LossSteps));
        Assert.Equal(Enumerable.Range(1, 200).Select(s => (long)s), steps);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Watch_AfterANumber_IsExactlyTheRemainder(long after)
    {
        await using var server = await DashboardServer.StartAsync(ScriptedTrainer.Reporting("odd", 0.5, double.NaN, double.NegativeInfinity));
        var job = await server.StartJobAsync("odd");
        var told = await server.FollowAsync(job.Id);

        var result = await RunAsync("watch.mjs", server, job.Id.ToString(), $"{after}");

        Assert.Empty(result.GetProperty("snapshots").EnumerateArray());
        IsGapFree(result.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()), after);
        Assert.Equal(told.Count - after, result.GetProperty("events").GetArrayLength());
        Assert.True(result.GetProperty("end").ValueKind == JsonValueKind.True);
        if (after == 0)
        {
            var losses = result.GetProperty("events").EnumerateArray().Where(e => Text(e, "kind") == "metrics")
                .SelectMany(e => e.GetProperty("blocks").EnumerateArray()).SelectMany(b => b.GetProperty("series").GetProperty("loss").EnumerateArray());
            Assert.Equal(["0.5", "NaN", "-Infinity"], losses.Select(l => l.ToString()));
        }
    }

    [Fact]
    public async Task Watch_OverConnectionsThatBreak_HasNoHoleAndNoDouble()
    {
        await using var server = await DashboardServer.StartAsync(Steady("steady", steps: 1_500));
        var job = await server.StartJobAsync("steady");
        await server.FollowAsync(job.Id, JobStatus.Running);

        var result = await RunAsync("reconnect.mjs", server, job.Id.ToString(), "5");

        Assert.Equal((1, 5, "completed"), (result.GetProperty("snapshots").GetInt32(), result.GetProperty("broken").GetInt32(), Text(result, "status")));
        IsGapFree(result, result.GetProperty("first").GetInt64());
        Assert.Equal((await server.JobAsync(job.Id)).Seq, result.GetProperty("seqs").EnumerateArray().Last().GetInt64());
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 0, "no reader is left behind");
    }

    [Fact]
    public async Task Points_ReachAWatcherWithin250MillisecondsAtTheNinetyFifthPercentile()
    {
        using var gate = new ManualResetEventSlim();
        await using var server = await DashboardServer.StartAsync(Steady("steady", steps: 1_500, gate));
        var job = await server.StartJobAsync("steady");
        using var script = NodeScript.Start("watch.mjs", Url(server), job.Id.ToString());
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 1, "the watcher watches");
        gate.Set();

        var result = await script.ResultAsync();

        var ages = result.GetProperty("ages").EnumerateArray().Select(a => a.GetDouble()).Order().ToArray();
        Assert.Equal(1_500, ages.Length);
        var p95 = ages[(int)(ages.Length * 0.95)];
        Assert.True(p95 <= 250, $"95 % of the points came within {p95} ms; half of them within {ages[ages.Length / 2]} ms.");
    }

    [Fact]
    public async Task Jobs_WatchedAsAList_AreAllFirstAndThenThoseThatChange()
    {
        using var paced = new PacedTrainer(batches: 3);
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(paced);
        var before = await server.StartJobAsync("paced");
        await server.FollowAsync(before.Id);

        var result = await RunAsync("watchJobs.mjs", server, "paced");

        Assert.Equal([before.Id.ToString()], Texts(result, "first"));
        Assert.Equal("completed", Texts(result, "statuses").Last());
    }

    [Fact]
    public async Task BadInput_IsAnsweredWithASentence()
    {
        using var log = new ErrorLog(LogLevel.Warning);
        await using var server = await DashboardServer.StartAsync(null, ["--Logging:LogLevel:Default", "Warning"], log, ScriptedTrainer.Reporting("quick", 1));
        var job = await server.StartJobAsync("quick");
        await server.FollowAsync(job.Id);

        var said = await RunAsync("refusals.mjs", server, job.Id.ToString());

        Contains("epochs: Expected a whole number from 1 to 1000000, got 0.", Text(said, "badEpochs", "error"));
        Contains("colour: There is no such field.", Text(said, "unknownField", "error"));
        Contains("Expected a JSON object", Text(said, "noObject", "error"));
        Contains("name: Expected", Text(said, "noText", "error"));
        Contains("epochs: ", Text(said, "manyFaults", "error"));
        Contains("seed: ", Text(said, "manyFaults", "error"));
        Contains("There is no job 0000000000000000.", Text(said, "unknownJob", "error"));
        Contains("There is no job", Text(said, "noId", "error"));
        Contains("There is no job", Text(said, "nullId", "error"));
        Contains("There is no job", Text(said, "watchUnknown"));
        Contains("Expected 'after' to be the number of an event", Text(said, "watchNegative"));
        Contains("Expected 'points' from 1 to", Text(said, "noPoints", "error"));
        Contains("Expected 'points' from 1 to", Text(said, "tooManyPoints", "error"));
        Assert.StartsWith("There is no method 'Explode'. Expected one of Checkpoint, ", Text(said, "noMethod", "error"), StringComparison.Ordinal);
        Assert.Equal("Expected Pause(jobId: text), in this order.", Text(said, "noArguments", "error"));
        Assert.Equal("Expected Series(jobId: text, name: text, points: whole number), in this order.", Text(said, "otherArguments", "error"));
        // The sentence alone, whatever client hears it, and nothing of it in the log.
        Assert.DoesNotContain("HubException", said.ToString(), StringComparison.Ordinal);
        Assert.Empty(log.Errors);
        Assert.Equal(("refused", "The job is completed."), (
            Text(said.GetProperty("ended").GetProperty("value"), "state"), Text(said.GetProperty("ended").GetProperty("value"), "reason")));
        Assert.True(said.GetProperty("stillThere").GetProperty("value").GetBoolean());
        Assert.Single(await server.Jobs.ListAsync(default));
    }

    [Fact]
    public async Task Connection_ThatOpensStreamsWithoutEnd_IsRefusedWithASentenceAndServedAgainWhenItHasClosedSome()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        paced.Allow(1);
        await server.FollowAsync(job.Id, step: 1);

        var result = await RunAsync("streams.mjs", server, job.Id.ToString(), "100");

        Assert.Equal((OpenStreams.Limit, 1), (result.GetProperty("served").GetInt32(), result.GetProperty("again").GetInt32()));
        Assert.Equal(100 - OpenStreams.Limit, Texts(result, "refused").Count());
        Assert.All(Texts(result, "refused"), said => Assert.StartsWith("This connection has 32 streams open, as many as one may have.", said, StringComparison.Ordinal));
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 0, "no reader is left behind");
    }

    [Fact]
    public async Task RemovedJobsAndEventsThatWereLetGo_AreToldAsSuch()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "2"], paced, ScriptedTrainer.Reporting("quick", 1));
        var (trimmed, ended, running) = (await server.StartJobAsync("quick"), await server.StartJobAsync("quick"), await server.StartJobAsync("paced"));
        paced.Allow(1);
        await server.FollowAsync(running.Id, step: 1);
        await server.FollowAsync(trimmed.Id);
        await server.FollowAsync(ended.Id);
        await (await server.Feeds.FindAsync(trimmed.Id, default))!.TrimAsync(default);

        var result = await RunAsync("removal.mjs", server, trimmed.Id.ToString(), ended.Id.ToString(), running.Id.ToString());

        Contains("were let go", Text(result, "watchGone"));
        Assert.Equal(("True", "1"), (Text(result, "watchSnapshot"), Text(result, "snapshots")));
        Contains("The job is running; stop it first.", Text(result, "refused"));
        Assert.Contains(ended.Id.ToString(), Texts(result, "listed"));
        Assert.Equal([ended.Id.ToString()], Texts(result, "removed"));
        Assert.Null(await server.Jobs.FindAsync(ended.Id, default));
        paced.AllowAll();
    }

    /// <summary>A trainer that takes about two milliseconds a step.</summary>
    private static ScriptedTrainer Steady(string name, int steps, ManualResetEventSlim? gate = null) => new(name, context =>
    {
        gate?.Wait(context.Stopping);
        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches([.. Enumerable.Range(0, steps)], 1))
            {
                Thread.Sleep(2);
                context.Report(new StepReport(rows.Span[0], 0.5, 0.1, 1, 1));
            }
        }
    });

    private static IEnumerable<long> LossSteps(JsonElement happened)
        => Text(happened, "kind") != "metrics"
            ? []
            : happened.GetProperty("blocks").EnumerateArray().Where(b => b.GetProperty("series").TryGetProperty("loss", out _))
                .SelectMany(b => b.GetProperty("steps").EnumerateArray()).Select(s => s.GetInt64());

    private static void IsGapFree(JsonElement result, long after)
        => IsGapFree(result.GetProperty("seqs").EnumerateArray().Select(s => s.GetInt64()), after);

    private static void IsGapFree(IEnumerable<long> seqs, long after)
        => Assert.Equal(Enumerable.Range(1, seqs.Count()).Select(i => after + i), seqs);

    private static void Contains(string expected, string actual) => Assert.Contains(expected, actual, StringComparison.Ordinal);

    private static string Url(DashboardServer server) => server.Address.ToString().TrimEnd('/');

    private static Task<JsonElement> RunAsync(string script, DashboardServer server, params string[] args)
        => NodeScript.RunAsync(script, [Url(server), .. args]);

    private static IEnumerable<string> Texts(JsonElement json, string field)
        => json.GetProperty(field).EnumerateArray().Select(t => t.GetString()!);

    private static string Text(JsonElement json, string field) => json.GetProperty(field).ToString();

    private static string Text(JsonElement json, string outer, string field) => Text(json.GetProperty(outer), field);
}
