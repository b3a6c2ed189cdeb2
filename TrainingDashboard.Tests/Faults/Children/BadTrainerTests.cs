using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
