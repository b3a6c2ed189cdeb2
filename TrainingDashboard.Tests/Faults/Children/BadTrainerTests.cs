using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults.Children;

/// <summary>Trainers that do what none should: their job ends with its reason, and the dashboard goes on.</summary>
[Collection(Alone.Name)]
public sealed class BadTrainerTests
{
    [Theory]
    [InlineData("throw", "InvalidDataException: as a test wanted")]
    [InlineData("failFast", "The trainer's process crashed (SIGABRT) at step 10: Process terminated. a native library gave up")]
    [InlineData("exit", "The trainer's process ended itself with exit code 3 at step 10.")]
    [InlineData("abort", "The trainer's process crashed (SIGABRT) at step 10.")]
    [InlineData("segfault", "The trainer's process crashed (SIGSEGV) at step 10.")]
    [InlineData("overflow", "The trainer's process crashed (SIGABRT) at step 10: Stack overflow.")]
    [InlineData("unhandled", "The trainer's process crashed (SIGABRT) at step 10: Unhandled exception. System.InvalidOperationException: on a thread of its own")]
    public async Task Trainer_ThatEndsItsProcess_FailsWithTheReasonAndEveryStepIsKept(string how, string reason)
    {
        await using var server = await StartAsync();
        var id = await StartJobAsync(server, how);

        var told = await server.FollowAsync(id);

        var last = (StatusEvent)told[^1];
        Assert.Equal(JobStatus.Failed, last.Status);
        Assert.Equal(reason, last.Reason);
        Assert.Equal(Enumerable.Range(1, BadTrainer.Steps).Select(s => (long)s), told.Points().Select(p => p.Step));
        // The server is none the worse for it.
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync(await StartJobAsync(server, "talk"))).Statuses()[^1]);
    }

    [Fact]
    public async Task Process_ThatIsKilledEachTime_IsRestartedAsOftenAsItMayAndThenFails()
    {
        await using var server = await StartAsync("--Training:Restarts", "2");
        var id = await StartJobAsync(server, "kill");

        var told = await server.FollowAsync(id);

        Assert.Equal(
            [
                JobStatus.Running, JobStatus.Interrupted, JobStatus.Running, JobStatus.Interrupted, JobStatus.Running, JobStatus.Failed,
            ],
            told.Statuses());
        var reasons = told.OfType<StatusEvent>().Select(s => s.Reason).ToArray();
        Assert.EndsWith("It is taken up again in 1 s, restart 1 of 2 in a row.", reasons[1], StringComparison.Ordinal);
        Assert.EndsWith("It is taken up again in 2 s, restart 2 of 2 in a row.", reasons[3], StringComparison.Ordinal);
        Assert.StartsWith("The job's process was killed at step 10 (SIGKILL)", reasons[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_ThatIsKilledBeforeItsFirstStep_NamesTheStepThatThePageShows()
    {
        using var folder = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(
            folder, ["--Training:ChildProcess", "true", "--Training:CheckpointSeconds", "0", "--Training:Restarts", "1"], new BadTrainer());
        var id = await StartJobAsync(server, "killAgain");
        await server.FollowAsync(id, JobStatus.Interrupted);
        // With nothing to go on from, the next attempt is at step 0 when it is killed.
        Directory.Delete(folder.Of($"checkpoints/{id}"), recursive: true);

        var last = (StatusEvent)(await server.FollowAsync(id))[^1];

        var job = await server.JobAsync(id);
        var shown = job.Progress.Step;
        File.Delete(BadTrainer.Mark(job.Spec.Seed));
        // It began anew, and says so.
        Assert.Equal(0, shown);
        Assert.StartsWith($"The job's process was killed at step {shown} (SIGKILL)", last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileARestartIsAwaited_EndsTheJob()
    {
        await using var server = await StartAsync();
        var id = await StartJobAsync(server, "kill");
        await server.FollowAsync(id, JobStatus.Interrupted);

        var receipt = await server.SendAsync(id, CommandAction.Stop);
        var told = await server.FollowAsync(id);

        Assert.Equal((ReceiptState.Applied, JobStatus.Cancelled), (receipt.State, told.Statuses()[^1]));
        Assert.Equal(1, (await server.JobAsync(id)).Attempt);
    }

    [Fact]
    public async Task Loop_ThatDoesNotObeyAStop_IsEndedWithItsProcess()
    {
        await using var server = await StartAsync("--Training:StopSeconds", "0.5");
        var id = await StartJobAsync(server, "spin");
        await server.FollowAsync(id, e => e is LogEvent { Text: "spins" });

        await server.SendAsync(id, CommandAction.Stop);
        var told = await server.FollowAsync(id);

        var last = (StatusEvent)told[^1];
        Assert.Equal((JobStatus.Cancelled, "Stopped by a test. The loop did not end within 0.5 s, so its process was ended."), (last.Status, last.Reason));
        Assert.Equal([ReceiptState.Requested, ReceiptState.Applied], told.OfType<ReceiptEvent>().Select(r => r.State));
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(ProcessOf(told)));
    }

    [Fact]
    public async Task Loop_ThatNeverComesToItsControlPoint_FailsAfterItsTime()
    {
        await using var server = await StartAsync("--Training:StallMinutes", "0.02");
        var id = await StartJobAsync(server, "spin");

        var last = (StatusEvent)(await server.FollowAsync(id))[^1];

        Assert.Equal(
            (JobStatus.Failed, "The loop did not come to its control point for 0.02 minutes (Training:StallMinutes), so its process was ended."), (last.Status, last.Reason));
    }

    [Fact]
    public async Task Process_ThatTakesMoreMemoryThanItMay_FailsAndSaysSo()
    {
        await using var server = await StartAsync("--Training:MemoryMegabytes", "300");
        var id = await StartJobAsync(server, "hoard");

        var last = (StatusEvent)(await server.FollowAsync(id))[^1];

        // The runtime refuses, or the watch sees it first.
        Assert.Equal(JobStatus.Failed, last.Status);
        Assert.Matches("OutOfMemoryException|Out of memory|it may use 300", last.Reason);
    }

    [Fact]
    public async Task Output_WithoutTheEndOfALine_TakesNoMemoryAndIsCut()
    {
        await using var server = await StartAsync();
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var over = new CancellationTokenSource();
        var measuring = MostMemoryAsync(over.Token);

        var id = await StartJobAsync(server, "flood");
        var told = await server.FollowAsync(id);
        await over.CancelAsync();

        Assert.Equal(JobStatus.Completed, told.Statuses()[^1]);
        var lines = told.OfType<LogEvent>().Where(l => l.Level == LogLevel.Information && l.Text.Length > 0).Select(l => l.Text).ToArray();
        Assert.Contains(new string('x', LogEvent.MaximumLength), lines);
        Assert.Contains($"({(300 << 20) - LogEvent.MaximumLength:N0} further characters of this line were left out.)", lines);
        Assert.InRange(await measuring - before, long.MinValue, 100 << 20);
    }

    [Fact]
    public async Task Process_ThatATrainerLeavesBehind_EndsWithItsJobAndHoldsNoSlot()
    {
        await using var server = await StartAsync("--Training:Slots", "1");
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        var id = await StartJobAsync(server, "leave");

        var told = await server.FollowAsync(id);
        var next = await server.FollowAsync(await StartJobAsync(server, "talk"));

        Assert.Equal((JobStatus.Completed, JobStatus.Completed), (told.Statuses()[^1], next.Statuses()[^1]));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(50));
        await Eventually.IsAsync(() => Sleepers().Length == 0, "what the trainer left behind has ended", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Process_ThatATrainerLeavesBehind_DoesNotHoldUpTheEndOfTheDashboard()
    {
        using var folder = new TemporaryFolder();
        await using var dashboard = await DashboardProcess.StartAsync(folder.Path, "--Plugins:Files:0", typeof(BadTrainer).Assembly.Location);
        var id = await dashboard.StartJobAsync("""{"trainer":"bad","dataset":"spirals","epochs":1000000,"hyperparameters":{"how":"leave"}}""");
        await dashboard.HasReachedAsync(id, 20);
        await Eventually.IsAsync(() => Sleepers().Length == 2, "the trainer has left two processes behind");
        var since = System.Diagnostics.Stopwatch.GetTimestamp();

        Assert.Equal(0, await dashboard.TerminateAsync());

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await Eventually.IsAsync(() => Sleepers().Length == 0, "what the trainer left behind has ended", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Process_OfAJob_GetsTheEnvironmentThatItNeedsAndNothingElse()
    {
        Dictionary<string, string> secrets = new()
        {
            ["TRAININGDASHBOARD_TEST_SECRET"] = "s", ["Storage__Password"] = "s", ["DOTNET_Storage__Password"] = "s", ["ASPNETCORE_Kestrel__Certificates__Default__Password"] = "s",
            ["AWS_SECRET_ACCESS_KEY"] = "s", ["OMP_TEST_KEPT"] = "k", ["TRAININGDASHBOARD_TEST_PASSED"] = "p", ["TRAININGDASHBOARD_TEST_ALSO_PASSED"] = "p",
        };
        foreach (var (name, value) in secrets)
            Environment.SetEnvironmentVariable(name, value);
        try
        {
            await using var server = await StartAsync("--Training:PassEnvironment:0", "TRAININGDASHBOARD_TEST_PASSED", "--Training:PassEnvironment:1", "TRAININGDASHBOARD_TEST_ALSO*");

            var lines = (await server.FollowAsync(await StartJobAsync(server, "environment"))).OfType<LogEvent>().Select(l => l.Text.Split('=')[0]).ToArray();

            Assert.Superset(new HashSet<string> { "PATH", "OMP_TEST_KEPT", "OMP_WAIT_POLICY", "TRAININGDASHBOARD_TEST_PASSED", "TRAININGDASHBOARD_TEST_ALSO_PASSED" }, lines.ToHashSet());
            Assert.Empty(lines.Intersect(["TRAININGDASHBOARD_TEST_SECRET", "Storage__Password", "DOTNET_Storage__Password", "ASPNETCORE_Kestrel__Certificates__Default__Password", "AWS_SECRET_ACCESS_KEY"]));
        }
        finally
        {
            foreach (var name in secrets.Keys)
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static int[] Sleepers()
        => [.. System.Diagnostics.Process.GetProcessesByName("sleep").Where(p => CommandLineOf(p.Id).Contains("7654", StringComparison.Ordinal)).Select(p => p.Id)];

    private static string CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<long> MostMemoryAsync(CancellationToken over)
    {
        var most = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!over.IsCancellationRequested)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return most;
    }

    [Fact]
    public async Task Output_OfTheProcess_IsInTheLog()
    {
        await using var server = await StartAsync();
        var id = await StartJobAsync(server, "talk");

        var lines = (await server.FollowAsync(id)).OfType<LogEvent>().ToArray();

        Assert.Equal(Enumerable.Range(1, 300).Select(n => $"complaint {n}"), lines.Where(l => l.Level == LogLevel.Warning).Select(l => l.Text));
        Assert.Contains(lines, l => l is { Level: LogLevel.Information, Text: "and good bye" });
    }

    [Fact]
    public async Task Fork_WhoseTrainerEndsItsProcessWhenItIsSetUp_IsRefusedAndTheServerLives()
    {
        await using var server = await StartAsync();
        var id = await StartJobAsync(server, "setUp");
        var told = await server.FollowAsync(id);
        Assert.Equal(JobStatus.Completed, told.Statuses()[^1]);

        // Set up a second time, from a checkpoint, it aborts.
        var forks = server.Services.GetRequiredService<JobForks>();
        var refused = await Assert.ThrowsAsync<CheckpointRefusedException>(() => forks.ForkAsync(id, new ForkRequest { Step = BadTrainer.Steps, Epochs = 2 }, default));

        Assert.StartsWith("It could not be run: The trainer's process crashed (SIGABRT)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync(await StartJobAsync(server, "talk"))).Statuses()[^1]);
    }

    /// <summary>The process that a job's log names, the last one.</summary>
    internal static int ProcessOf(IEnumerable<JobEvent> told)
    {
        var line = told.OfType<LogEvent>().Last(l => l.Text.StartsWith("Attempt ", StringComparison.Ordinal)).Text;
        return int.Parse(line[(line.LastIndexOf(' ') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    // A checkpoint after each batch, so that nothing the loop has said is still on its way when the process ends.
    private static Task<DashboardServer> StartAsync(params string[] settings)
        => DashboardServer.StartAsync(null, ["--Training:ChildProcess", "true", "--Training:CheckpointSeconds", "0", .. settings], new BadTrainer());

    private static async Task<JobId> StartJobAsync(DashboardServer server, string how)
    {
        var request = new StartRequest
        {
            Trainer = "bad",
            Dataset = "spirals",
            Hyperparameters = new Dictionary<string, JsonElement> { ["how"] = JsonSerializer.SerializeToElement(how) },
        };
        return (await server.Control.StartAsync(request, default)).Id;
    }
}
