using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.CommandLine;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Fuzz;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>A database that is missing, or older than the checkpoints beside it: nothing is deleted because it does not know it.</summary>
public sealed class OrphanTests : IDisposable
{
    private static readonly string[] s_settings =
    [
        "--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "2", "--Training:CheckpointBest", "false",
        "--Logging:LogLevel:Default", "Warning",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_WithoutTheDatabase_KeepsEveryCheckpointAndShowsThem()
    {
        var jobs = new[] { await LeaveParkedAsync(), await LeaveParkedAsync() };
        var files = Files();
        Assert.Equal(6, files.Count(file => file.EndsWith(".checkpoint", StringComparison.Ordinal)));
        DeleteDatabase();

        using var log = new ErrorLog(LogLevel.Warning);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, log, []);

        Assert.Equal(files, Files());
        Assert.All(jobs, id => Assert.Contains(log.Errors, line => line.Contains(id.ToString(), StringComparison.Ordinal)));
        var listed = JsonDocument.Parse(await server.Http.GetStringAsync("/api/storage")).RootElement.EnumerateArray().ToArray();
        Assert.Equal(jobs.Select(id => id.ToString()).Order(), listed.Select(finding => finding.GetProperty("name").GetString()).Order());
        Assert.All(listed, finding => Assert.Equal("checkpoints", finding.GetProperty("kind").GetString()));
        var page = await server.Http.GetStringAsync("/");
        Assert.All(jobs, id => Assert.Contains(id.ToString(), page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithADatabaseThatIsOneJobOlder_KeepsTheCheckpointsOfTheJobItLacks()
    {
        await LeaveParkedAsync();
        File.Copy(_folder.Of("dashboard.db"), _folder.Of("backup"));
        var lacking = await LeaveParkedAsync();
        var files = Files();
        DeleteDatabase();
        File.Move(_folder.Of("backup"), _folder.Of("dashboard.db"));

        await using var server = await DashboardServer.StartAsync(_folder, s_settings);

        Assert.Equal(files, Files());
        var finding = Assert.Single(server.Services.GetRequiredService<StorageCare>().Known);
        Assert.Equal((FindingKind.Checkpoints, lacking.ToString()), (finding.Kind, finding.Name));
        Assert.StartsWith("3 checkpoints of 'paced on spirals', once job #2, which the database does not have", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopt_AfterTheDatabaseIsLost_MakesTheJobAgainAndItEndsAsIfNothingHadBeen()
    {
        var id = await LeaveParkedAsync();
        DeleteDatabase();
        await (await DashboardServer.StartAsync(_folder, s_settings)).DisposeAsync();

        var (code, output, _) = await Headless.RunAsync(_folder.Path, "doctor");
        Assert.Equal(1, code);
        Assert.Contains(id.ToString(), output, StringComparison.Ordinal);
        var (adopted, said, errors) = await Headless.RunAsync(_folder.Path, "doctor", "adopt", id.ToString());
        Assert.True(adopted == 0, errors);
        Assert.StartsWith("Job #1 is parked at step 7.", said, StringComparison.Ordinal);

        using var paced = new PacedTrainer(batches: 20);
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        Assert.Empty(server.Services.GetRequiredService<StorageCare>().Known);
        Assert.Equal(JobStatus.Parked, (await server.JobAsync(id)).Status);
        await server.SendAsync(id, CommandAction.Resume);
        var told = await server.FollowAsync(id, JobStatus.Completed);

        Assert.Equal(Enumerable.Range(8, 13), told.Points().Select(p => (int)p.Step));
        using var other = new PacedTrainer(batches: 20);
        other.AllowAll();
        await using var undisturbed = await DashboardServer.StartAsync(other);
        var whole = (await undisturbed.FollowAsync((await undisturbed.StartJobAsync("paced")).Id, JobStatus.Completed)).Curve();
        Assert.Equal(whole[7..], told.Curve());
    }

    [Fact]
    public async Task Adopt_OfAFolderThatDoesNotTellWhatTheJobWas_IsToldIt()
    {
        JobId id;
        await using (var server = await DashboardServer.StartAsync(_folder, ["--Training:CheckpointSteps", "2"]))
        {
            id = (await server.StartJobAsync("mlp", epochs: 1)).Id;
            await server.FollowAsync(id, JobStatus.Completed);
        }

        DeleteDatabase();
        File.Delete(_folder.Of($"checkpoints/{id}/job.json"));
        await (await DashboardServer.StartAsync(_folder, s_settings)).DisposeAsync();

        var refused = await Headless.RunAsync(_folder.Path, "doctor", "adopt", id.ToString());
        var (code, _, errors) = await Headless.RunAsync(_folder.Path, "doctor", "adopt", id.ToString(), "--trainer", "mlp", "--data", "spirals", "--epochs", "2", "--seed", "1");

        Assert.Equal(2, refused.Code);
        Assert.Contains("does not tell what the job was", refused.Errors, StringComparison.Ordinal);
        Assert.True(code == 0, errors);
        await using var again = await DashboardServer.StartAsync(_folder, s_settings);
        await again.SendAsync(id, CommandAction.Resume);
        await again.FollowAsync(id, JobStatus.Completed);
        Assert.Equal(2, (await again.JobAsync(id)).Progress.Epoch);
    }

    [Fact]
    public async Task Doctor_KeepsAndRemovesWhatItIsTold()
    {
        var (kept, removed) = (await LeaveParkedAsync(), await LeaveParkedAsync());
        DeleteDatabase();
        await (await DashboardServer.StartAsync(_folder, s_settings)).DisposeAsync();

        Assert.Equal(0, (await Headless.RunAsync(_folder.Path, "doctor", "keep", kept.ToString())).Code);
        Assert.Equal(0, (await Headless.RunAsync(_folder.Path, "doctor", "remove", removed.ToString())).Code);
        var (code, _, errors) = await Headless.RunAsync(_folder.Path, "doctor", "adopt", removed.ToString());

        Assert.Equal(2, code);
        Assert.StartsWith("There is nothing named", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Of("checkpoints")));
        Assert.Equal(3, Directory.EnumerateFiles(_folder.Of("orphans"), "*.checkpoint", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Start_AfterARemovalAndAForkThatWereCutOff_DeletesWhatTheyLeftAndNothingElse()
    {
        var stays = await LeaveParkedAsync();
        var folder = new CheckpointFolder(_folder.Of("checkpoints"));
        var owners = new CheckpointOwners(folder);
        var fork = JobId.Create(DateTimeOffset.UtcNow);
        owners.MarkLeftover(fork);
        folder.Write(fork, 0, 4, "a copy"u8);
        // Its row is still there: the removal was cut off before it was a removal.
        owners.MarkLeftover(stays);

        await using var server = await DashboardServer.StartAsync(_folder, s_settings);

        Assert.Equal([stays.ToString()], Directory.GetDirectories(_folder.Of("checkpoints")).Select(Path.GetFileName));
        Assert.Equal(3, folder.Files(stays).Count);
        Assert.Empty(Directory.EnumerateFiles(_folder.Of($"checkpoints/{stays}"), ".leftover"));
        Assert.Empty(server.Services.GetRequiredService<StorageCare>().Known);
    }

    private void DeleteDatabase()
    {
        foreach (var file in Directory.GetFiles(_folder.Path, "dashboard.db*"))
            File.Delete(file);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Of("checkpoints"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private async Task<JobId> LeaveParkedAsync()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        var id = (await server.StartJobAsync("paced")).Id;
        await paced.PassAsync(6);
        await server.FollowAsync(id, 6);
        await Eventually.IsAsync(() => Directory.EnumerateFiles(_folder.Of($"checkpoints/{id}"), "*.checkpoint").Count() >= 2, "two are kept");
        await server.SendAsync(id, CommandAction.Park);
        paced.Allow(1);
        await server.FollowAsync(id, JobStatus.Parked);
        foreach (var more in (await server.Services.GetRequiredService<CheckpointStore>().ListAsync(id, default)).Skip(3))
            await server.Services.GetRequiredService<CheckpointStore>().DeleteAsync(id, more, default);
        return id;
    }
}
