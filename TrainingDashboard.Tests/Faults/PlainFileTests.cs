using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Tests.Faults;

/// <summary>Links and pipes in the place of files of the storage folder: nothing is followed, nothing waits.</summary>
public sealed class PlainFileTests : IDisposable
{
    private static readonly string[] s_settings =
        ["--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "2", "--Training:CheckpointBest", "false"];

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _outside = new();

    public PlainFileTests() => File.WriteAllText(_outside.Of("secret"), "What nobody is to read.");

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [Theory]
    [InlineData("link")]
    [InlineData("pipe")]
    [InlineData("folder of the job as a link")]
    public async Task Checkpoint_ThatIsNoPlainFile_IsNeitherServedNorForkedAndTheJobGoesOnFromTheOneBefore(string what)
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(_folder, s_settings, paced);
        var job = await ParkedAsync(server, paced);
        var file = new CheckpointFolder(_folder.Of("checkpoints")).PathOf(job, 1, 7);
        await ReplaceAsync(file, what);

        using (var answer = await server.Http.GetAsync($"/api/jobs/{job}/checkpoints/7"))
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.DoesNotContain("nobody is to read", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Assert.ThrowsAnyAsync<Exception>(
            () => server.Services.GetRequiredService<JobForks>().ForkAsync(job, new ForkRequest { Step = 7, Epochs = 3 }, default).WaitAsync(Eventually.Limit));
        if (what.StartsWith("folder", StringComparison.Ordinal))
            return;
        await server.SendAsync(job, CommandAction.Resume);
        paced.AllowAll();
        var told = await server.FollowAsync(job, JobStatus.Completed);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, .. Enumerable.Range(7, 14)], told.Points().Select(p => (int)p.Step));
    }

    [Fact]
    public void Checkpoint_WhereALinkLies_IsWrittenInItsPlaceAndNotThroughIt()
    {
        var folder = new CheckpointFolder(_folder.Of("checkpoints"));
        var job = JobId.Create(DateTimeOffset.UtcNow);
        folder.Write(job, 1, 1, "first"u8);
        foreach (var file in new[] { folder.PathOf(job, 1, 2), folder.PathOf(job, 1, 2) + ".partial" })
            File.CreateSymbolicLink(file, _outside.Of("secret"));

        folder.Write(job, 1, 2, "second"u8);

        Assert.Equal("What nobody is to read.", File.ReadAllText(_outside.Of("secret")));
        Assert.Equal("second"u8.ToArray(), folder.Read(job, 1, 2));
    }

    [Theory]
    [InlineData("dataset.json", "pipe")]
    [InlineData("dataset.json", "link")]
    [InlineData("main", "link")]
    [InlineData("main", "pipe")]
    public async Task Dataset_WhoseFileIsNoPlainOne_IsNotReadAndTheOthersAre(string name, string what)
    {
        var catalog = new DatasetCatalog(new DatasetsOptions { StorageFolder = _folder.Path }, TimeProvider.System);
        foreach (var title in new[] { "one", "other" })
        {
            using var content = new MemoryStream("x,y,label\n1,2,a\n2,3,b\n3,4,a\n4,5,b\n5,6,a\n6,7,b\n7,8,a\n8,9,b\n9,1,a\n1,1,b\n"u8.ToArray());
            await catalog.RegisterTableAsync(title, new DatasetUpload("t.csv", content), null, default);
        }

        await ReplaceAsync(_folder.Of($"datasets/one/{name}"), what);

        Assert.Contains("other", (await Task.Run(() => catalog.List()).WaitAsync(Eventually.Limit)).Select(d => d.Name));
        await Assert.ThrowsAnyAsync<Exception>(() => catalog.LoadAsync("one", default).WaitAsync(Eventually.Limit));
        Assert.NotNull(await catalog.LoadAsync("other", default));
    }

    [Fact]
    public async Task Dataset_WhoseManifestNamesAFileElsewhere_IsRefused()
    {
        var catalog = new DatasetCatalog(new DatasetsOptions { StorageFolder = _folder.Path }, TimeProvider.System);
        using var content = new MemoryStream("Some text that is long enough to learn from.\n"u8.ToArray());
        await catalog.RegisterTextAsync("one", new DatasetUpload("t.txt", content), default);
        File.Copy(_folder.Of("datasets/one/main"), _folder.Of("elsewhere"));
        var manifest = _folder.Of("datasets/one/dataset.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"path\": \"main\"", "\"path\": \"../../elsewhere\"", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<DatasetUnavailableException>(() => catalog.LoadAsync("one", default));

        Assert.Contains("is no file of the dataset's", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("pipe")]
    public async Task Plugin_ThatIsNoPlainFile_IsListedWithTheReasonAndNotLoaded(string what)
    {
        Directory.CreateDirectory(_folder.Of("plugins"));
        await ReplaceAsync(_folder.Of("plugins/strange.dll"), what);

        var catalog = new PluginCatalog(_folder.Of("plugins"), [], [], _ => throw new InvalidOperationException("It was read."));

        var plugin = Assert.Single(catalog.All);
        Assert.Contains(what == "link" ? "It is a link" : "It has nothing in it, or is a pipe", plugin.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_AmongWhichLieAPipeAndALink_AreReadWithoutThem()
    {
        Directory.CreateDirectory(_folder.Of("keys"));
        await ReplaceAsync(_folder.Of("keys/key-1.xml"), "pipe");
        await ReplaceAsync(_folder.Of("keys/key-2.xml"), "link");

        await using var server = await DashboardServer.StartAsync(_folder, []).WaitAsync(Eventually.Limit);

        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/")).StatusCode);
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Of("orphans")).Length);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Of("keys")), file => file.EndsWith("-1.xml", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dashboard.db")]
    [InlineData("scheduler.db-wal")]
    [InlineData(".lock")]
    public void Folder_WhoseDatabaseIsALink_IsRefusedWithASentence(string name)
    {
        File.CreateSymbolicLink(_folder.Of(name), _outside.Of("secret"));

        var refused = Assert.Throws<StorageException>(() => StorageFolder.Open(_folder.Path));

        Assert.StartsWith($"'{name}' in the storage folder", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is a link", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_ThatIsALinkItself_IsUsed()
    {
        Directory.CreateSymbolicLink(_outside.Of("data"), _folder.Path);

        using var opened = StorageFolder.Open(_outside.Of("data"));
        new CheckpointFolder(opened.Subfolder("checkpoints")).Write(JobId.Create(DateTimeOffset.UtcNow), 1, 1, "content"u8);

        Assert.Single(Directory.EnumerateFiles(_folder.Of("checkpoints"), "*", SearchOption.AllDirectories));
    }

    private async Task ReplaceAsync(string file, string what)
    {
        File.Delete(file);
        switch (what)
        {
            case "link":
                File.CreateSymbolicLink(file, _outside.Of("secret"));
                break;
            case "pipe":
                using (var made = Process.Start("mkfifo", [file]))
                    await made.WaitForExitAsync();
                Assert.True(Path.Exists(file));
                break;
            default:
                Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
                File.Copy(_outside.Of("secret"), _outside.Of(Path.GetFileName(file)));
                Directory.CreateSymbolicLink(Path.GetDirectoryName(file)!, _outside.Path);
                break;
        }
    }

    private static async Task<JobId> ParkedAsync(DashboardServer server, PacedTrainer paced)
    {
        var id = (await server.StartJobAsync("paced")).Id;
        await paced.PassAsync(6);
        await server.FollowAsync(id, 6);
        await server.SendAsync(id, CommandAction.Park);
        paced.Allow(1);
        await server.FollowAsync(id, JobStatus.Parked);
        return id;
    }
}
