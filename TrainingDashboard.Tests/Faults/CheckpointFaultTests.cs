using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>Checkpoints that are damaged, of another version, or that a full disk does not take.</summary>
public sealed class CheckpointFaultTests : IDisposable
{
    private static readonly string[] s_settings =
        ["--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "2", "--Training:CheckpointBest", "false"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("truncated", "bytes long; its header says")]
    [InlineData("corrupt", "SHA-256 does not match")]
    [InlineData("other version", "has version 9; this build reads version 1")]
    [InlineData("empty", "too short")]
    [InlineData("not a checkpoint", "magic bytes are missing")]
    public async Task Resume_FromADamagedCheckpoint_TakesTheOneBeforeAndSaysSo(string damage, string reason)
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        var job = await ParkedAsync(server, paced, step: 7);
        var file = FileOf(job, attempt: 1, step: 7);
        File.WriteAllBytes(file, Damaged(File.ReadAllBytes(file), damage));

        await server.SendAsync(job, CommandAction.Resume);
        paced.AllowAll();
        var told = await server.FollowAsync(job, JobStatus.Completed);

        var line = Assert.Single(told.OfType<LogEvent>(), l => l.Level == LogLevel.Warning);
        Assert.StartsWith("The checkpoint at step 7 cannot be used: ", line.Text, StringComparison.Ordinal);
        Assert.Contains(reason, line.Text, StringComparison.Ordinal);
        // The seventh step is done again, from the checkpoint at the sixth, and comes out the same.
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, .. Enumerable.Range(7, 14)], told.Points().Select(p => (int)p.Step));
        Assert.Equal(await UndisturbedAsync(), told.Curve());
    }

    [Theory]
    [InlineData("another job's")]
    [InlineData("an older one")]
    public async Task Resume_FromAWholeFileThatIsNotTheOneWritten_TakesTheOneBeforeAndSaysSo(string what)
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        var other = await ParkedAsync(server, paced, step: 7, seed: 2);
        await server.SendAsync(other, CommandAction.Stop);
        var job = await ParkedAsync(server, paced, step: 7);
        var file = FileOf(job, attempt: 1, step: 7);
        File.Copy(what == "an older one" ? FileOf(job, 1, 4) : FileOf(other, 1, 7), file, overwrite: true);

        using (var answer = await server.Http.GetAsync($"/api/jobs/{job}/checkpoints/7"))
            Assert.Equal(System.Net.HttpStatusCode.Conflict, answer.StatusCode);
        await Assert.ThrowsAsync<CheckpointRefusedException>(
            () => server.Services.GetRequiredService<JobForks>().ForkAsync(job, new ForkRequest { Step = 7, Epochs = 3 }, default));
        await server.SendAsync(job, CommandAction.Resume);
        paced.AllowAll();
        var told = await server.FollowAsync(job, JobStatus.Completed);

        var line = Assert.Single(told.OfType<LogEvent>(), l => l.Level == LogLevel.Warning);
        Assert.Equal("The checkpoint at step 7 cannot be used: It is not the file that was written: its SHA-256 is not the one in the index.", line.Text);
        Assert.Equal(await UndisturbedAsync(), told.Curve());
    }

    [Theory]
    [InlineData("gone", "The checkpoint at step 7 cannot be used: Its file is gone. 3 more cannot be used either.")]
    [InlineData("damaged", "The checkpoint at step 7 cannot be used: This is not a checkpoint")]
    public async Task Resume_WithNoCheckpointLeft_SaysThatItStartsAnewFromWhichStepAndWhyAndDrawsTheGap(string damage, string why)
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        var job = await ParkedAsync(server, paced, step: 7);
        foreach (var file in Directory.EnumerateFiles(_folder.Of($"checkpoints/{job}"), "*.checkpoint"))
        {
            if (damage == "gone")
                File.Delete(file);
            else
                File.WriteAllText(file, "x");
        }

        await server.SendAsync(job, CommandAction.Resume);
        paced.AllowAll();
        var told = await server.FollowAsync(job, JobStatus.Completed);

        var said = told.OfType<StatusEvent>().Single(status => status.Reason?.StartsWith("It starts anew", StringComparison.Ordinal) == true);
        Assert.StartsWith($"It starts anew from step 0, having come to step 7: there is no checkpoint to go on from. {why}", said.Reason, StringComparison.Ordinal);
        Assert.Contains(told.OfType<LogEvent>(), line => line.Level == LogLevel.Warning && line.Text == said.Reason);
        var back = Assert.Single(told.OfType<RollbackEvent>());
        Assert.Equal((7, 0), (back.Step, back.BackTo));
        Assert.Equal([.. Enumerable.Range(1, 7), .. Enumerable.Range(1, 20)], told.Points().Select(p => (int)p.Step));
        Assert.Equal(await UndisturbedAsync(), told.Curve());
        var snapshot = await (await server.Feeds.FindAsync(job, default))!.SnapshotAsync(default);
        Assert.Equal(0, Assert.Single(snapshot.Abandoned).BackTo);
    }

    [Fact]
    public async Task Fork_WhoseCopyIsGone_FailsWithASentenceInsteadOfBecomingAnotherJob()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, [.. s_settings, "--Training:Slots", "1"], paced);
        var job = await ParkedAsync(server, paced, step: 7);
        // Holds the only slot, so that the fork waits.
        var holder = await server.StartJobAsync("paced");
        await server.FollowAsync(holder.Id, e => e is StatusEvent { Status: JobStatus.Running });
        var fork = (await server.Services.GetRequiredService<JobForks>().ForkAsync(job, new ForkRequest { Step = 4, Epochs = 3 }, default)).Id;
        File.Delete(FileOf(fork, 0, 4));

        paced.AllowAll();
        await server.FollowAsync(fork, JobStatus.Failed);

        Assert.Contains("A fork begins with the checkpoint at step 4, and has none to go on from.", (await server.JobAsync(fork)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fork_OfADamagedCheckpoint_IsRefusedWithTheReason()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        var job = await ParkedAsync(server, paced, step: 7);
        File.WriteAllBytes(FileOf(job, 1, 4), [1, 2, 3]);

        var refused = await Assert.ThrowsAsync<CheckpointRefusedException>(
            () => server.Services.GetRequiredService<JobForks>().ForkAsync(job, new ForkRequest { Step = 4, Epochs = 3 }, default));
        var rewind = await Assert.ThrowsAsync<CheckpointRefusedException>(
            () => server.Services.GetRequiredService<JobRewind>().RewindAsync(job, 4, "a test", default));

        Assert.StartsWith("The checkpoint at step 4 cannot be used: This is not a checkpoint", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, rewind.Message);
        Assert.Equal(JobStatus.Parked, (await server.JobAsync(job)).Status);
    }

    [Fact]
    public async Task Park_OnAFullDisk_IsRefusedWithTheReasonAndTheLoopGoesOn()
    {
        if (!File.Exists("/dev/full"))
            return;
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        var job = (await server.StartJobAsync("paced")).Id;
        await paced.PassAsync(4);
        await server.FollowAsync(job, step: 4);
        await Eventually.IsAsync(() => File.Exists(FileOf(job, 1, 4)), "there is a checkpoint");

        // What the next two checkpoints are written into before they get their names takes nothing: ENOSPC.
        var folder = server.Services.GetRequiredService<CheckpointFolder>();
        var create = folder.Create;
        string[] full = [.. new[] { 5, 6 }.Select(step => FileOf(job, 1, step) + ".partial")];
        folder.Create = path => full.Contains(path) ? new FileStream("/dev/full", FileMode.Open, FileAccess.Write) : create(path);
        var park = await server.SendAsync(job, CommandAction.Park);
        await paced.PassAsync(2);
        var told = await server.FollowAsync(job, step: 6);

        var refused = told.OfType<ReceiptEvent>().Single(r => r.Command == park.Command && r.State != ReceiptState.Requested);
        Assert.Equal(ReceiptState.Refused, refused.State);
        Assert.StartsWith("The checkpoint could not be kept: No space left on device", refused.Reason, StringComparison.Ordinal);
        Assert.Equal((JobStatus.Running, DesiredState.Run), ((await server.JobAsync(job)).Status, (await server.JobAsync(job)).Desired));

        // The periodic one at the sixth step could not be kept either; then there is room again.
        await server.SendAsync(job, CommandAction.Park);
        paced.Allow(1);
        var parked = await server.FollowAsync(job, JobStatus.Parked);
        Assert.Equal([2, 4, 7], parked.OfType<CheckpointEvent>().Select(e => (int)e.Step));
        Assert.Equal(2, parked.OfType<LogEvent>().Count(l => l.Level == LogLevel.Warning && l.Text.Contains("No space left", StringComparison.Ordinal)));
        await server.SendAsync(job, CommandAction.Resume);
        paced.AllowAll();
        Assert.Equal(await UndisturbedAsync(), (await server.FollowAsync(job, JobStatus.Completed)).Curve());
        Assert.Empty(Directory.EnumerateFiles(_folder.Of($"checkpoints/{job}"), "*.partial"));
    }

    [Fact]
    public async Task Stop_WhileTheJobIsTakenUpAgain_CancelsItWithItsCheckpoint()
    {
        using var paced = new PacedTrainer(batches: 20);
        JobId job;
        await using (var server = await DashboardServer.StartAsync(_folder, s_settings, paced))
        {
            job = (await server.StartJobAsync("paced")).Id;
            paced.Allow(7);
            await server.FollowAsync(job, step: 7);
        }

        using var again = new PacedTrainer(batches: 20);
        await using var restarted = await DashboardServer.StartAsync(_folder, s_settings, again);
        var stop = await restarted.SendAsync(job, CommandAction.Stop);
        var told = await restarted.FollowAsync(job);

        Assert.NotEqual(ReceiptState.Refused, stop.State);
        Assert.Equal(JobStatus.Cancelled, told.Statuses()[^1]);
        told.AreGapFree();
        var kept = await restarted.Services.GetRequiredService<CheckpointStore>().LoadLatestAsync(job, long.MaxValue, Assert.Fail, default);
        Assert.True(kept!.Position.Step >= told.Points().Max(p => p.Step));
    }

    private static byte[] Damaged(byte[] content, string damage)
    {
        switch (damage)
        {
            case "truncated":
                return content[..^10];
            case "corrupt":
                content[content.Length / 2] ^= 1;
                return content;
            case "other version":
                // Whole, as a later version of the dashboard would leave it.
                content[6] = 9;
                SHA256.HashData(content.AsSpan(0, content.Length - 32), content.AsSpan(content.Length - 32));
                return content;
            case "empty":
                return [];
            default:
                return [.. new string('x', 200).Select(c => (byte)c)];
        }
    }

    private string FileOf(JobId job, int attempt, long step) => new CheckpointFolder(_folder.Of("checkpoints")).PathOf(job, attempt, step);

    private static async Task<JobId> ParkedAsync(DashboardServer server, PacedTrainer paced, int step, long seed = 1)
    {
        var id = (await server.StartJobAsync("paced", seed: seed)).Id;
        await paced.PassAsync(step - 1);
        await server.FollowAsync(id, step - 1);
        await server.SendAsync(id, CommandAction.Park);
        paced.Allow(1);
        await server.FollowAsync(id, JobStatus.Parked);
        return id;
    }

    private static async Task<string[]> UndisturbedAsync()
    {
        using var paced = new PacedTrainer(batches: 20);
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        return (await server.FollowAsync(job.Id, JobStatus.Completed)).Curve();
    }
}
