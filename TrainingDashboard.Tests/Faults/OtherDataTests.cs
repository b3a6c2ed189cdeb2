using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>A job's dataset becomes another one while the job waits: it stops with a sentence, and can be told to go on.</summary>
public sealed class OtherDataTests : IDisposable
{
    private static readonly string[] s_settings =
        ["--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "2", "--Training:CheckpointBest", "false", "--Training:Slots", "1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Resume_OnADatasetThatWasRemovedAndAddedAgainWithOtherContent_IsParkedAndGoesOnWhenTold()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await StartAsync(paced);
        var job = await ParkedAsync(server, paced);
        await RemoveAsync(server);
        await AddAsync(server, "other");

        var resume = await server.SendAsync(job, CommandAction.Resume);
        var withheld = await server.FollowAsync(job, e => e is StatusEvent { Status: JobStatus.Parked, Reason: { } reason } && reason.Contains("is not the one", StringComparison.Ordinal));

        Assert.Contains(withheld.OfType<ReceiptEvent>(), receipt => receipt.Command == resume.Command && receipt.State == ReceiptState.Refused);
        Assert.Equal(7, (await server.JobAsync(job)).Progress.Step);
        Assert.Contains("Go on with this one", await server.Http.GetStringAsync($"/jobs/{job}"), StringComparison.Ordinal);

        using (var accepted = await server.Http.PostAsync($"/api/jobs/{job}/dataset", null))
            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.DoesNotContain("Go on with this one", await server.Http.GetStringAsync($"/jobs/{job}"), StringComparison.Ordinal);
        await server.SendAsync(job, CommandAction.Resume);
        paced.AllowAll();
        var told = await server.FollowAsync(job, JobStatus.Completed);

        Assert.Contains(told.OfType<LogEvent>(), line => line.Text.StartsWith("From step 7 on it learns from the dataset 'flowers' as it is now", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, 20), told.Points().Select(p => (int)p.Step));
    }

    [Fact]
    public async Task Resume_OnTheSameContentAddedAgain_GoesOn()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await StartAsync(paced);
        var job = await ParkedAsync(server, paced);
        await RemoveAsync(server);
        await server.SendAsync(job, CommandAction.Resume);
        await server.FollowAsync(job, e => e is StatusEvent { Status: JobStatus.Parked, Reason: "Its dataset 'flowers' is gone. Add it again, then resume." });

        await AddAsync(server, "first");
        await server.SendAsync(job, CommandAction.Resume);
        paced.AllowAll();

        Assert.Equal(Enumerable.Range(1, 20), (await server.FollowAsync(job, JobStatus.Completed)).Points().Select(p => (int)p.Step));
    }

    [Fact]
    public async Task Resume_OnAFileThatWasChangedOnTheDisk_IsParkedAndGoesOnWhenItIsPutBack()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await StartAsync(paced);
        var job = await ParkedAsync(server, paced);
        var file = _folder.Of("datasets/flowers/main");
        var content = File.ReadAllBytes(file);
        var at = File.GetLastWriteTimeUtc(file);
        // As long as before, and as old.
        File.WriteAllBytes(file, [.. content[..^4], (byte)'9', .. content[^3..]]);
        File.SetLastWriteTimeUtc(file, at);
        // What a restart finds, which knows nothing of the file as it was.
        await server.DisposeAsync();
        using var again = new PacedTrainer(batches: 20);
        await using var restarted = await DashboardServer.StartAsync(_folder, s_settings, again);

        await restarted.SendAsync(job, CommandAction.Resume);
        await restarted.FollowAsync(job, e => e is StatusEvent { Status: JobStatus.Parked, Reason: { } reason } && reason.StartsWith("The files of its dataset 'flowers' have changed", StringComparison.Ordinal));
        using (var refused = await restarted.Http.PostAsync($"/api/jobs/{job}/dataset", null))
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        File.WriteAllBytes(file, content);
        await restarted.SendAsync(job, CommandAction.Resume);
        again.AllowAll();

        Assert.Equal(Enumerable.Range(1, 20), (await restarted.FollowAsync(job, JobStatus.Completed)).Points().Select(p => (int)p.Step));
    }

    [Fact]
    public async Task Interrupted_OnADatasetThatIsAnother_IsParkedInsteadOfGoingOn()
    {
        JobId job;
        using (var paced = new PacedTrainer(batches: 20))
        await using (var server = await StartAsync(paced))
        {
            job = await BeginAsync(server);
            paced.Allow(4);
            await server.FollowAsync(job, 4);
        }

        var catalog = new DatasetCatalog(new DatasetsOptions { StorageFolder = _folder.Path }, TimeProvider.System);
        await catalog.RemoveAsync("flowers", default);
        using (var content = new MemoryStream(Table("other")))
            await catalog.RegisterTableAsync("flowers", new DatasetUpload("t.csv", content), null, default);
        using var again = new PacedTrainer(batches: 20);
        await using var restarted = await DashboardServer.StartAsync(_folder, s_settings, again);

        await restarted.FollowAsync(job, JobStatus.Parked);

        Assert.Contains("is not the one that it began with", (await restarted.JobAsync(job)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fork_OfAJobWhoseDatasetIsAnother_IsParkedInsteadOfBegun()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await StartAsync(paced);
        var job = await ParkedAsync(server, paced);
        await RemoveAsync(server);
        await AddAsync(server, "other");

        var fork = await server.Services.GetRequiredService<JobForks>().ForkAsync(job, new ForkRequest { Step = 4, Epochs = 3 }, default);
        await server.FollowAsync(fork.Id, JobStatus.Parked);

        Assert.Contains("is not the one that it began with", (await server.JobAsync(fork.Id)).Reason, StringComparison.Ordinal);
    }

    private static byte[] Table(string what)
        => Encoding.UTF8.GetBytes("x,y,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(what == "other" ? i * 7 % 11 : i * 3 % 5)},{(i % 2 == 0 ? "a" : "b")}\n")));

    private async Task<DashboardServer> StartAsync(PacedTrainer paced)
    {
        var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        await AddAsync(server, "first");
        return server;
    }

    private static async Task AddAsync(DashboardServer server, string what)
    {
        using var content = new MemoryStream(Table(what));
        await server.Services.GetRequiredService<DatasetCatalog>().RegisterTableAsync("flowers", new DatasetUpload("t.csv", content), null, default);
    }

    private static Task RemoveAsync(DashboardServer server) => server.Services.GetRequiredService<DatasetCatalog>().RemoveAsync("flowers", default);

    private static async Task<JobId> BeginAsync(DashboardServer server)
        => (await server.Control.StartAsync(new StartRequest { Trainer = "paced", Dataset = "flowers", Seed = 1 }, default)).Id;

    private static async Task<JobId> ParkedAsync(DashboardServer server, PacedTrainer paced)
    {
        var id = await BeginAsync(server);
        await paced.PassAsync(6);
        await server.FollowAsync(id, 6);
        await server.SendAsync(id, CommandAction.Park);
        paced.Allow(1);
        await server.FollowAsync(id, JobStatus.Parked);
        return id;
    }
}
