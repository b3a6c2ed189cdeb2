using Dapper;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.CommandLine;

/// <summary><c>training verify</c> reads everything and says what of it is damaged.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_OfAStorageThatIsWhole_SaysHowMuchItRead()
    {
        await LeaveAsync();

        var (code, output, errors) = await Headless.RunAsync(_folder.Path, "verify");

        Assert.True(code == 0, output + errors);
        Assert.Matches(@"read\s+1 jobs, [0-9]+ events, [0-9]+ checkpoints, 1 datasets", output);
    }

    [Theory]
    [InlineData("checkpoint", "checkpoint", "is damaged: The checkpoint's SHA-256 does not match its content.")]
    [InlineData("checkpoint gone", "checkpoint", "is damaged: Its file is gone.")]
    [InlineData("event", "job", "are damaged: What is stored of it cannot be read: The event 1 of job #1 cannot be read")]
    [InlineData("row", "job", "Its status 'bogus' is none that there is.")]
    [InlineData("dataset", "dataset", "have changed on the disk")]
    [InlineData("manifest", "dataset", "has no description that can be read")]
    [InlineData("page", "database", "The database is damaged")]
    public async Task Verify_OfADamagedStorage_SaysWhatIsDamagedAndChangesNothing(string damage, string kind, string text)
    {
        var job = await LeaveAsync();
        var file = Directory.EnumerateFiles(_folder.Of($"checkpoints/{job}"), "*.checkpoint").Order(StringComparer.Ordinal).Last();
        switch (damage)
        {
            case "checkpoint":
                Flip(file, from: 40);
                break;
            case "checkpoint gone":
                File.Delete(file);
                break;
            case "event":
                Change("UPDATE events SET body = x'00' WHERE key & 255 = 1");
                break;
            case "row":
                Change("UPDATE jobs SET status = 'bogus'");
                break;
            case "dataset":
                Flip(_folder.Of("datasets/flowers/main"), from: 12);
                break;
            case "manifest":
                File.WriteAllText(_folder.Of("datasets/flowers/dataset.json"), "{");
                break;
            default:
                Zero(_folder.Of("dashboard.db"));
                break;
        }

        var before = Files();
        var findings = await Headless.RunJsonAsync(1, _folder.Path, "verify");

        Assert.Contains(findings, finding => finding.GetProperty("kind").GetString() == kind && finding.GetProperty("text").GetString()!.Contains(text, StringComparison.Ordinal));
        Assert.Equal(before, Files());
    }

    private static void Flip(string file, int from)
    {
        var content = File.ReadAllBytes(file);
        content[from] ^= 1;
        File.WriteAllBytes(file, content);
    }

    // The root of a table that no start reads.
    private void Zero(string file)
    {
        using var connection = Open();
        var (page, size) = (connection.ExecuteScalar<int>("SELECT rootpage FROM sqlite_schema WHERE name = 'pyramid_rows'"), connection.ExecuteScalar<int>("PRAGMA page_size"));
        connection.Close();
        var content = File.ReadAllBytes(file);
        content.AsSpan((page - 1) * size, size).Clear();
        File.WriteAllBytes(file, content);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.Of("dashboard.db"), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private void Change(string sql)
    {
        using var connection = Open();
        connection.Execute(sql);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is var name && !name.EndsWith("-shm", StringComparison.Ordinal) && !name.EndsWith("-wal", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal).Select(file => $"{file} {new FileInfo(file).Length}")];

    private async Task<JobId> LeaveAsync()
    {
        var catalog = new DatasetCatalog(new DatasetsOptions { StorageFolder = _folder.Path }, TimeProvider.System);
        using (var content = new MemoryStream("x,y,label\n1,2,a\n2,3,b\n3,4,a\n4,5,b\n5,6,a\n6,7,b\n7,8,a\n8,9,b\n9,1,a\n1,1,b\n"u8.ToArray()))
            await catalog.RegisterTableAsync("flowers", new DatasetUpload("t.csv", content), null, default);
        using var paced = new PacedTrainer();
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(_folder, [], paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Completed);
        return job.Id;
    }
}
