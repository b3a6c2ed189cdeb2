using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.JavaScriptClient;

/// <summary>The published JavaScript client under Node against the real dashboard.</summary>
[Collection(Alone.Name)]
public sealed class JavaScriptClientTests(ClientPackage package) : IClassFixture<ClientPackage>
{
    /// <summary>TRAININGDASHBOARD_KILLS sets another number.</summary>
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("TRAININGDASHBOARD_KILLS"), out var kills) ? kills : 40;

    [Fact]
    public async Task Watch_WhileConnectionsAreKilled_IsExactlyWhatIsStored()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:FlushMilliseconds", "5"], Fast("fast"));
        var job = await server.StartJobAsync("fast");

        using var script = package.Start("follow.mjs", server, job.Id.ToString(), $"{s_kills}");
        // Each time the client waits a little before it comes back.
        var result = await script.ResultAsync(TimeSpan.FromSeconds(60 + (2 * s_kills)));

        var stored = await server.StoredAsync(job.Id);
        var seqs = stored.Select(e => e.Seq).ToArray();
        Assert.True(result.GetProperty("losses").GetInt32() >= s_kills);
        Assert.Equal(seqs, Seqs(result, "fast"));
        Assert.Equal(seqs, Seqs(result, "slow"));
        Assert.Equal(seqs, Seqs(result, "callbacks"));
        var snapshot = Assert.Single(result.GetProperty("fromSnapshot").GetProperty("snapshots").EnumerateArray()).GetInt64();
        Assert.Equal(seqs.Where(seq => seq > snapshot), Seqs(result, "fromSnapshot"));

        var steps = stored.Points();
        Assert.Equal(steps.Count, result.GetProperty("fast").GetProperty("steps").GetInt32());
        Assert.Equal(steps[^1].Step, result.GetProperty("fast").GetProperty("lastStep").GetInt64());
        var ended = await server.JobAsync(job.Id);
        var seconds = (ended.CompletedAt!.Value - ended.StartedAt!.Value).TotalSeconds;
        Assert.True(steps.Count / seconds >= 1_000, $"{steps.Count} points in {seconds} s are fewer than 1,000 a second.");
        Assert.Equal(steps[^1].Step, result.GetProperty("applied").GetProperty("step").GetInt64());
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 0, "no reader is left behind");
    }

    [Fact]
    public async Task Client_OnTheRealServer_DoesAllItSays()
    {
        await using var server = await DashboardServer.StartAsync(
            null, ["--Training:Slots", "2"], ScriptedTrainer.Reporting("odd", 0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity));
        var odd = await server.StartJobAsync("odd");
        await server.FollowAsync(odd.Id);

        var result = await package.RunAsync("api.mjs", server, odd.Id.ToString());

        var id = Text(result, "started", "id");
        Assert.Equal("over the client", Text(result, "job"));
        Assert.Equal([id, odd.Id.ToString()], Texts(result, "listed"));
        Assert.Equal([id, odd.Id.ToString()], Texts(result, "watched"));
        foreach (var (command, effect) in new[] { ("pause", "paused"), ("resume", "resumed"), ("park", "parked"), ("unpark", "unparked") })
        {
            Assert.Equal((command.Replace("unpark", "resume", StringComparison.Ordinal), "requested"), (Text(result, command, "action"), Text(result, command, "state")));
            Assert.True(result.GetProperty(effect).GetProperty("step").GetInt64() > 0);
            Assert.InRange(result.GetProperty(effect).GetProperty("milliseconds").GetDouble(), 0, 1_000);
        }

        Assert.Equal(result.GetProperty("parked").GetProperty("step").GetInt64(), result.GetProperty("unparked").GetProperty("step").GetInt64());
        Assert.Equal("manual", Text(result, "checkpoint", "reason"));
        Assert.Matches("^[0-9a-f]{64}$", Text(result, "checkpoint", "sha256"));
        Assert.True(result.GetProperty("pinned").GetBoolean() && result.GetProperty("deleted").GetBoolean());
        IsError(result, "notDeleted", "HubError", "The checkpoint is pinned; unpin it first.");
        Assert.Equal("refused", Text(result, "again", "state"));
        Assert.Equal(("CommandRefusedError", "The job is already paused."), (Text(result, "refused", "error"), Text(result, "refused", "message")));
        Assert.Equal("cancelled", Texts(result, "end").Last());
        Assert.Equal("The job is cancelled.", Text(result, "late"));
        Assert.InRange(result.GetProperty("series").GetInt32(), 1, 10);
        Assert.Equal(["0.5", "NaN", "Infinity", "-Infinity"], Texts(result, "values"));
        Assert.Equal(0, result.GetProperty("afterTheLast").GetInt32());
        Assert.Equal("closed", Text(result, "state"));

        var errors = result.GetProperty("errors");
        IsError(errors, "badEpochs", "HubError", "epochs: Expected a whole number from 1 to 1000000, got 0.");
        IsError(errors, "unknownField", "HubError", "colour: There is no such field.");
        IsError(errors, "unknownJob", "JobNotFoundError", "There is no job 0000000000000000.");
        IsError(errors, "noJob", "JobNotFoundError", "There is no job 0000000000000000.");
        IsError(errors, "noPoints", "HubError", "Expected 'points' from 1 to");
        IsError(errors, "watchUnknown", "JobNotFoundError", "There is no job 0000000000000000.");
        IsError(errors, "watchNegative", "HubError", "Expected 'after' to be the number of an event");
        IsError(errors, "aborted", "AbortError", "");
        IsError(errors, "closedWatch", "ClientClosedError", "The client was closed.");
        IsError(errors, "closedCall", "ClientClosedError", "The client was closed.");
    }

    [Fact]
    public async Task Steering_OverTheClient_ChangesStepsBreaksAndGoesBack()
    {
        await using var server = await DashboardServer.StartAsync();

        var result = await package.RunAsync("steer.mjs", server);

        var step = result.GetProperty("step").GetInt64();
        Assert.Equal(step, result.GetProperty("steppedFrom").GetInt64());
        Assert.Equal([0.01, 0.005 / 2, 0.01, 0.005], result.GetProperty("rates").EnumerateArray().Select(r => r.GetDouble()));
        Assert.Equal(step + 15, result.GetProperty("hit").GetProperty("step").GetInt64());
        var back = result.GetProperty("back");
        Assert.InRange(back.GetProperty("backTo").GetInt64(), 1, back.GetProperty("step").GetInt64() - 20);
        Assert.Equal(["rollback"], Texts(result, "changes"));
        Assert.Equal("step", Text(result.GetProperty("breakpoints")[0], "when"));
        var errors = result.GetProperty("errors");
        var inside = result.GetProperty("inside");
        Assert.Equal(["1-dense", "3-dense", "5-dense"], inside.GetProperty("layers").EnumerateArray().Select(layer => layer.GetString()));
        Assert.Equal(24, inside.GetProperty("worst").GetInt32());
        Assert.Equal(inside.GetProperty("told").GetRawText(), inside.GetProperty("asked").GetRawText());
        IsError(errors, "badSample", "HubError", "cells.z: There is no such column to predict from.");
        IsError(errors, "badField", "HubError", "arguments.values.learningRate: Expected a number from 0 to 100, got -1.");
        IsError(errors, "noField", "HubError", "arguments.values: Expected at least one hyperparameter");
        IsError(errors, "badBreakpoint", "HubError", "arguments.breakpoints[0].when: Expected one of loss");
    }

    [Fact]
    public async Task Command_WhoseJobEndsFirst_IsRejectedWithTheStatus()
    {
        // its one batch is under way until the test has asked, and no control point follows
        using var gate = new ManualResetEventSlim();
        await using var server = await DashboardServer.StartAsync(new ScriptedTrainer("last", context =>
        {
            context.Report(new StepReport(1, 0.5, 0.1, 1, 1));
            gate.Wait(context.Stopping);
        }));
        var job = await server.StartJobAsync("last");
        await server.FollowAsync(job.Id, step: 1);
        using var script = package.Start("ended.mjs", server, job.Id.ToString());
        await Eventually.IsAsync(() => script.Said.Contains("asked", StringComparison.Ordinal), "the script has asked for a pause");
        gate.Set();

        var result = await script.ResultAsync();

        Assert.Equal("requested", Text(result, "state"));
        Assert.Equal("JobEndedError", Text(result, "applied", "error"));
        Assert.Contains("completed", Text(result, "applied", "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NodeExample_RunsToTheEnd_AndStopsOnCtrlC()
    {
        await using var server = await DashboardServer.StartAsync();
        var whole = await ClientPackage.RunAsync(package.Project, "node", "node.mjs", server.Address.ToString(), "20");
        Assert.Matches(@"\nstep \d+, loss \d", whole);
        Assert.Contains("\nepoch ", whole, StringComparison.Ordinal);
        Assert.Contains("\ncompleted", whole, StringComparison.Ordinal);

        var cut = await package.RunAsync("ctrlC.mjs", server);

        Assert.Equal(0, cut.GetProperty("code").GetInt32());
        Assert.Contains(Texts(cut, "lines"), line => line.StartsWith("stopped at step ", StringComparison.Ordinal));
        Assert.Contains(Texts(cut, "lines"), line => line.StartsWith("cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Package_AsPublished_HoldsScriptsTypesAndReadmeAndCompiles()
    {
        Assert.All(package.Files, file => Assert.Matches(@"^(package\.json|README\.md|dist/[A-Za-z]+\.(js|d\.ts))$", file));
        Assert.Contains("README.md", package.Files);
        Assert.Contains("dist/index.js", package.Files);
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(package.Project, "node_modules", "training-dashboard-client", "package.json"))).RootElement;
        Assert.Equal("@microsoft/signalr", Assert.Single(manifest.GetProperty("dependencies").EnumerateObject()).Name);

        foreach (var resolution in new[] { "nodenext", "bundler" })
        {
            await ClientPackage.RunAsync(package.Project, "node", Path.Combine(Checkout.WebAssets, "node_modules", "typescript", "bin", "tsc"),
                "--noEmit", "--strict", "--target", "es2022", "--lib", "es2023,dom,dom.iterable", "--types", "",
                "--module", resolution == "bundler" ? "esnext" : "nodenext", "--moduleResolution", resolution, "consumer.ts");
        }
    }

    /// <summary>A trainer that reports several thousand steps a second until it is stopped.</summary>
    private static ScriptedTrainer Fast(string name) => new(name, context =>
    {
        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches([.. Enumerable.Range(0, 10_000_000)], 1))
            {
                if (context.Step % 4 == 0)
                    Thread.Sleep(1);
                context.Report(new StepReport(rows.Span[0], 0.5, 0.1, 1, 1));
            }
        }
    });

    private static IEnumerable<long> Seqs(JsonElement result, string way)
        => result.GetProperty(way).GetProperty("seqs").EnumerateArray().Select(seq => seq.GetInt64());

    private static void IsError(JsonElement errors, string call, string name, string message)
    {
        Assert.Equal((call, name), (call, Text(errors, call, "error")));
        Assert.StartsWith(message, Text(errors, call, "message"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(JsonElement json, string field)
        => json.GetProperty(field).EnumerateArray().Select(text => text.GetString()!);

    private static string Text(JsonElement json, string field) => json.GetProperty(field).ToString();

    private static string Text(JsonElement json, string outer, string field) => Text(json.GetProperty(outer), field);
}
