using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>A storage folder is called whatever its owner calls it: no character of its name is a setting of a database.</summary>
public sealed class StoragePathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x;Mode=ReadOnly")]
    [InlineData("x;Data Source=other.db")]
    [InlineData("a\"b'c")]
    [InlineData("a=b;")]
    [InlineData(" spaces and ü ")]
    [InlineData("file:a?mode=ro#x%20")]
    public async Task Storage_OfAnyName_HoldsBothDatabasesAndRunsAJob(string name)
    {
        var path = _folder.Of(name);
        using var trainer = new PacedTrainer();
        trainer.AllowAll();
        await using (var server = await DashboardServer.StartAsync(_folder, ["--Storage:Path", path], trainer))
        {
            var job = await server.StartJobAsync("paced");
            await server.FollowAsync(job.Id, JobStatus.Completed);
        }

        Assert.True(File.Exists(Path.Combine(path, "dashboard.db")) && File.Exists(Path.Combine(path, "scheduler.db")));
        Assert.Equal([name], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }
}
