using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults.Children;

/// <summary>Jobs whose loop runs in a process of its own: they compute, obey and come back as in the server's own.</summary>
[Collection(Alone.Name)]
public sealed class ChildProcessTests
{
    /// <summary>TRAININGDASHBOARD_KILLS sets another number.</summary>
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("TRAININGDASHBOARD_KILLS"), out var kills) ? kills : 5;

    private static readonly string[] s_changes =
    [
        """{"action":"set","arguments":{"values":{"batchSize":16,"dropout":0.2},"at":90}}""",
        """{"action":"set","arguments":{"values":{"learningRate":0.001},"at":140,"over":120}}""",
        """{"action":"set","arguments":{"values":{"weightDecay":0.01,"epochs":10},"at":320}}""",
    ];

    [Fact]
    public async Task Kill_OfTheJobsProcessAtRandomMoments_GivesTheCurveOfAnUndisturbedJob()
    {
        var random = new Random(50);
        await using var server = await StartAsync(child: true, "--Training:CheckpointSeconds", "0.05");
        // Long enough to be killed so often, and stopped then.
        var job = await StartJobAsync(server, epochs: 100_000);
        var (seen, most) = (0L, 0L);
        for (var kill = 0; kill < s_kills; kill++)
        {
            // Now while it starts, now while it runs.
            var began = await server.FollowAsync(job.Id, e => e is LogEvent line && line.Text.StartsWith("Attempt ", StringComparison.Ordinal), seen);
            if (kill % 3 > 0)
                began = await server.FollowAsync(job.Id, e => e is MetricsEvent m && m.Blocks.Any(b => b.Steps.Any(s => s > most)), began[^1].Seq);
            await Task.Delay(TimeSpan.FromMilliseconds(300 * random.NextDouble()));
            using var process = Process.GetProcessById(BadTrainerTests.ProcessOf(await server.StoredAsync(job.Id)));
            process.Kill();
            var since = TimeProvider.System.GetTimestamp();
            seen = (await server.FollowAsync(job.Id, e => e is StatusEvent { Status: JobStatus.Interrupted }, seen))[^1].Seq;
            Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
            most = (await server.JobAsync(job.Id)).Progress.Step;
        }

        await server.FollowAsync(job.Id, e => e is MetricsEvent m && m.Blocks.Any(b => b.Steps.Any(s => s > most + 100)), seen);
        await server.SendAsync(job.Id, CommandAction.Stop);
        await server.FollowAsync(job.Id, JobStatus.Cancelled);

        var events = await server.StoredAsync(job.Id);
        events.AreGapFree();
        Assert.Equal(s_kills + 1, (await server.JobAsync(job.Id)).Attempt);
        var curve = events.Curve();
        Assert.Equal(Enumerable.Range(1, curve.Length), curve.Select(point => int.Parse(point.AsSpan(0, point.IndexOf(':', StringComparison.Ordinal)), CultureInfo.InvariantCulture)));
        await using var other = await StartAsync(child: false);
        var undisturbed = await StartJobAsync(other, epochs: 100_000);
        await other.FollowAsync(undisturbed.Id, step: curve.Length);
        await other.SendAsync(undisturbed.Id, CommandAction.Stop);
        await other.FollowAsync(undisturbed.Id, JobStatus.Cancelled);
        Assert.Equal((await other.StoredAsync(undisturbed.Id)).Curve().Take(curve.Length), curve);
    }

    [Fact]
    public async Task Process_ThatStandsStill_IsOutOfTouchUntilItGoesOn()
    {
        await using var server = await StartAsync(child: true);
        var job = await StartJobAsync(server, epochs: 100_000);
        await server.FollowAsync(job.Id, step: 10);
        var process = BadTrainerTests.ProcessOf(await server.StoredAsync(job.Id));

        Signal(process, "STOP");
        var lost = await server.FollowAsync(job.Id, e => e is StatusEvent { Status: JobStatus.Running, Reason: { } reason } && reason.StartsWith("No sign of life", StringComparison.Ordinal));
        Signal(process, "CONT");
        var back = await server.FollowAsync(
            job.Id, e => e is StatusEvent { Status: JobStatus.Running, Reason: { } reason } && reason.StartsWith("In touch", StringComparison.Ordinal), lost[^1].Seq);
        await server.FollowAsync(job.Id, e => e is MetricsEvent, back[^1].Seq);
        await server.SendAsync(job.Id, CommandAction.Stop);

        Assert.Equal(JobStatus.Cancelled, (await server.FollowAsync(job.Id)).Statuses()[^1]);
        Assert.Equal(1, (await server.JobAsync(job.Id)).Attempt);
    }

    [Fact]
    public async Task Server_ThatIsKilled_TakesItsJobsProcessWithIt()
    {
        using var folder = new TemporaryFolder();
        JobId id;
        int process;
        await using (var dashboard = await DashboardProcess.StartAsync(folder.Path))
        {
            id = await dashboard.StartJobAsync("""{"trainer":"mlp","dataset":"spirals","epochs":100000}""");
            await dashboard.HasReachedAsync(id, 10);
            await dashboard.KillAsync();
        }

        process = BadTrainerTests.ProcessOf((await DashboardJobs.KeptAsync(folder.Path, id)).Events);
        Assert.NotEqual(Environment.ProcessId, process);
        await Eventually.IsAsync(() => Task.FromResult(!Directory.Exists($"/proc/{process}")), $"the process {process} has ended");
    }

    [Fact]
    public async Task SteeredLoop_ComputesTheSameInEitherProcess()
    {
        var here = await RunSteeredAsync(child: false);
        var there = await RunSteeredAsync(child: true);

        Assert.NotEqual(BadTrainerTests.ProcessOf(here), BadTrainerTests.ProcessOf(there));
        foreach (var series in new[] { "loss", "accuracy", "lr", "grad_norm", "val/loss", "val/accuracy" })
            Assert.Equal(here.Curve(series), there.Curve(series));
        Assert.Equal(here.OfType<HyperparameterEvent>().Select(Told), there.OfType<HyperparameterEvent>().Select(Told));
        Assert.Equal(here.OfType<BreakpointEvent>().Select(b => (b.Step, b.Text, b.IsGuard)), there.OfType<BreakpointEvent>().Select(b => (b.Step, b.Text, b.IsGuard)));
        Assert.Equal(here.OfType<ReceiptEvent>().Select(r => (r.Action, r.State, r.By)), there.OfType<ReceiptEvent>().Select(r => (r.Action, r.State, r.By)));
        Assert.Equal(here.Statuses(), there.Statuses());
        Assert.Equal(
            here.OfType<ConfusionEvent>().Last().Counts.SelectMany(row => row), there.OfType<ConfusionEvent>().Last().Counts.SelectMany(row => row));

        static (long, int, long, string) Told(HyperparameterEvent e)
            => (e.Step, e.Epoch, e.Over, string.Join(", ", e.Values.Select(v => $"{v.Name} {v.From} → {v.To}")));
    }

    [Fact]
    public async Task Rollback_InAnotherProcess_IsANewAttemptInTheSameOne()
    {
        await using var server = await StartAsync(child: true);
        var job = await StartJobAsync(server, epochs: 100_000);
        await server.FollowAsync(job.Id, step: 300);

        await server.Control.SendAsync(job.Id, new CommandRequest(CommandAction.Rollback, new RollbackArguments(50, 0.5)), "a test", default);
        var told = await server.FollowAsync(job.Id, e => e is RollbackEvent);
        var back = (RollbackEvent)told[^1];
        told = await server.FollowAsync(job.Id, e => e is MetricsEvent m && e.Seq > back.Seq && m.Blocks.Any(b => b.Steps.Contains(back.Step + 1)));
        await server.SendAsync(job.Id, CommandAction.Stop);
        await server.FollowAsync(job.Id, JobStatus.Cancelled);

        Assert.Equal(2, told.Points().Count(p => p.Step == back.BackTo + 1));
        Assert.Equal(1, told.Points().Count(p => p.Step == back.BackTo));
        Assert.Equal(2, (await server.JobAsync(job.Id)).Attempt);
        Assert.Single(told.OfType<LogEvent>().Where(l => l.Text.StartsWith("Attempt ", StringComparison.Ordinal)).Select(l => l.Text[l.Text.LastIndexOf(' ')..]).Distinct());
    }

    [Fact]
    public async Task ParkedAndResumedJob_GoesOnInANewProcess()
    {
        await using var server = await StartAsync(child: true);
        var job = await StartJobAsync(server, epochs: 100_000);
        await server.FollowAsync(job.Id, step: 100);
        await server.SendAsync(job.Id, CommandAction.Park);
        var parked = await server.FollowAsync(job.Id, JobStatus.Parked);
        var first = BadTrainerTests.ProcessOf(parked);
        await Eventually.IsAsync(() => Task.FromResult(!Directory.Exists($"/proc/{first}")), "the first process has ended");

        await server.SendAsync(job.Id, CommandAction.Resume);
        var resumed = await server.FollowAsync(job.Id, e => e is MetricsEvent, parked[^1].Seq);
        await server.SendAsync(job.Id, CommandAction.Stop);
        await server.FollowAsync(job.Id, JobStatus.Cancelled);

        Assert.NotEqual(first, BadTrainerTests.ProcessOf(resumed));
        var steps = (await server.StoredAsync(job.Id)).Points().Select(p => p.Step).ToArray();
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(s => (long)s), steps);
        Assert.Contains(parked.OfType<ReceiptEvent>(), r => r is { Action: CommandAction.Park, State: ReceiptState.Durable });
    }

    private static async Task<IReadOnlyList<JobEvent>> RunSteeredAsync(bool child)
    {
        await using var server = await StartAsync(child);
        // Paused at once, so that everything below is asked before the first of its steps.
        var job = await StartJobAsync(server, epochs: 12);
        await SendAsync(server, job.Id, """{"action":"breakpoints","arguments":{"breakpoints":[{"when":"step","step":50}]}}""");
        await server.FollowAsync(job.Id, JobStatus.Paused);
        foreach (var change in s_changes)
            await SendAsync(server, job.Id, change);
        await SendAsync(server, job.Id, """{"action":"step","arguments":{"batches":10}}""");
        await server.FollowAsync(job.Id, e => e is StatusEvent { Status: JobStatus.Paused, Reason: "Paused at step 60: the step is done." });
        await server.SendAsync(job.Id, CommandAction.Checkpoint);
        await server.FollowAsync(job.Id, e => e is ReceiptEvent { Action: CommandAction.Checkpoint, State: ReceiptState.Durable });
        await server.SendAsync(job.Id, CommandAction.Resume);
        return await server.FollowAsync(job.Id);
    }

    private static async Task SendAsync(DashboardServer server, JobId id, string command)
    {
        using var json = JsonDocument.Parse(command);
        var receipt = await server.Control.SendAsync(id, CommandJson.Read(json.RootElement), "a test", default);
        Assert.True(receipt.State == ReceiptState.Requested, receipt.Reason);
    }

    private static Task<DashboardServer> StartAsync(bool child, params string[] settings)
        => DashboardServer.StartAsync(null, ["--Training:ChildProcess", child ? "true" : "false", "--Training:ThreadsPerJob", "1", .. settings]);

    private static Task<Job> StartJobAsync(DashboardServer server, int epochs)
        => server.Control.StartAsync(
            new StartRequest
            {
                Trainer = "mlp",
                Dataset = "spirals",
                Epochs = epochs,
                Seed = 11,
                Hyperparameters = new Dictionary<string, JsonElement>
                {
                    ["hiddenLayers"] = JsonSerializer.SerializeToElement(new[] { 512, 512 }),
                    ["batchSize"] = JsonSerializer.SerializeToElement(32),
                },
            },
            default);

    private static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
