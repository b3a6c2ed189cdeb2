using System.Net;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Fuzz;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Tests.Faults;

/// <summary>Databases that are damaged on purpose: one damaged part never takes the rest down, and reading it gives a sentence.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("spec = '{'", "Its specification is not readable JSON")]
    [InlineData("spec = 'null'", "Its specification is empty")]
    [InlineData("spec = '{}'", "Its specification lacks")]
    [InlineData("status = 'bogus'", "Its status 'bogus' is none that there is")]
    [InlineData("status = '77'", "Its status '77' is none that there is")]
    [InlineData("desired = ''", "Its desired state '' is none that there is")]
    [InlineData("progress = '[1]'", "Its progress is not readable JSON")]
    [InlineData("steering = '{\"changes\":null}'", "What is stored of its steering is none")]
    [InlineData("created_at = 9223372036854775807", "What is stored of it cannot be read")]
    [InlineData("id = '!!'", "Its id '!!' is none")]
    public async Task Job_WhoseRowIsDamaged_IsShownAsSuchAndTheOthersWork(string damage, string reason)
    {
        var (first, second) = await LeaveTwoJobsAsync();
        Change($"UPDATE jobs SET {damage} WHERE id = '{first}'");

        using var paced = new PacedTrainer();
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(_folder, [], paced);

        var finding = Assert.Single(server.Services.GetRequiredService<StorageCare>().Known);
        Assert.StartsWith($"Job #1 is damaged: {reason}", finding.Text, StringComparison.Ordinal);
        Assert.Contains("Job #1 is damaged", await server.Http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal([second.ToString()], JsonDocument.Parse(await server.Http.GetStringAsync("/api/jobs")).RootElement.EnumerateArray().Select(job => job.GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync($"/api/jobs/{second}")).StatusCode);
        if (!damage.StartsWith("id", StringComparison.Ordinal))
        {
            foreach (var path in new[] { $"/api/jobs/{first}", $"/training/{first}/status", $"/api/jobs/{first}/checkpoints" })
            {
                using var answer = await server.Http.GetAsync(path);
                var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
                Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
                Assert.Contains(reason, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }

            Assert.Contains("This job is damaged", await server.Http.GetStringAsync($"/jobs/{first}"), StringComparison.Ordinal);
        }

        await server.FollowAsync((await server.StartJobAsync("paced")).Id, JobStatus.Completed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-3)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task Database_WhoseVersionIsStrange_IsReadByItsTablesAndThatIsSaid(int version)
    {
        var (first, second) = await LeaveTwoJobsAsync();
        Change($"PRAGMA user_version = {version}");

        using var log = new ErrorLog(LogLevel.Warning);
        await using var server = await DashboardServer.StartAsync(_folder, ["--Logging:LogLevel:Default", "Warning"], log, []);

        Assert.Contains(log.Errors, line => line.Contains($"The database said that it is of format {version}; by its tables", StringComparison.Ordinal));
        Assert.Equal([first, second], (await server.Jobs.ListAsync(default)).Select(job => job.Id));
    }

    [Fact]
    public async Task Database_OfANewerVersion_IsRefusedWithASentence()
    {
        await LeaveTwoJobsAsync();
        Change("ALTER TABLE jobs ADD COLUMN what_comes TEXT; PRAGMA user_version = 9");

        var refused = await Assert.ThrowsAsync<StorageException>(() => DashboardServer.StartAsync(_folder, []));

        Assert.Contains("written by a newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_WithAnyPageZeroed_StartsOrSaysWhyAndNeverAnswersWithoutASentence()
    {
        var (first, second) = await LeaveTwoJobsAsync();
        var whole = File.ReadAllBytes(_folder.Of("dashboard.db"));
        var size = (whole[16] << 8) | whole[17];
        var started = 0;
        for (var page = 0; page < whole.Length / size; page++)
        {
            using var copy = new TemporaryFolder();
            var damaged = whole.ToArray();
            damaged.AsSpan(page * size, size).Clear();
            File.WriteAllBytes(copy.Of("dashboard.db"), damaged);
            DashboardServer server;
            try
            {
                server = await DashboardServer.StartAsync(copy, []);
            }
            catch (StorageException e)
            {
                Assert.Contains("is damaged", e.Message, StringComparison.Ordinal);
                continue;
            }

            started++;
            await using var running = server;
            foreach (var path in new[] { "/api/jobs", "/api/storage", "/", $"/api/jobs/{first}", $"/api/jobs/{second}", $"/api/jobs/{second}/events", $"/api/jobs/{first}/series", $"/api/jobs/{first}/checkpoints", $"/jobs/{first}" })
            {
                using var answer = await server.Http.GetAsync(path);
                var body = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable or HttpStatusCode.NotFound, $"page {page}, {path}: {answer.StatusCode} {body}");
                if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable)
                    Assert.EndsWith(".", JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }

        Assert.True(started >= whole.Length / size / 2, $"{started} of {whole.Length / size} started.");
    }

    [Fact]
    public async Task Events_OfOneJobThatAreDamaged_GiveASentenceAndTheOthersAreRead()
    {
        var (first, second) = await LeaveTwoJobsAsync();
        Change("UPDATE events SET body = x'00' WHERE key >> 40 = 1");
        await using var server = await DashboardServer.StartAsync(_folder, []);

        using var answer = await server.Http.GetAsync($"/api/jobs/{first}/events");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("The event 1 of job #1 cannot be read", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync($"/api/jobs/{second}/events")).StatusCode);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("garbage")]
    [InlineData("truncated")]
    [InlineData("zeroed pages")]
    [InlineData("rows that are none")]
    [InlineData("gone")]
    public async Task Scheduler_ThatIsDamaged_IsMadeAnewFromTheJobs(string damage)
    {
        JobId waiting;
        using (var paced = new PacedTrainer())
        await using (var server = await DashboardServer.StartAsync(_folder, ["--Training:Slots", "1"], paced))
        {
            await server.StartJobAsync("paced");
            waiting = (await server.StartJobAsync("paced")).Id;
        }

        var file = _folder.Of("scheduler.db");
        var content = File.ReadAllBytes(file);
        if (damage == "rows that are none")
        {
            using var connection = Open("scheduler.db");
            connection.Execute("UPDATE QRTZ_TRIGGERS SET TRIGGER_TYPE = 'none', NEXT_FIRE_TIME = 'x'; UPDATE QRTZ_JOB_DETAILS SET JOB_CLASS_NAME = 'No.Such', JOB_DATA = x'FF'");
        }
        else if (damage == "gone")
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllBytes(file, damage switch
            {
                "empty" => [],
                "garbage" => [.. Enumerable.Repeat((byte)'x', 8_192)],
                "truncated" => content[..(content.Length / 2)],
                _ => [.. content[..4096], .. new byte[content.Length - 4096]],
            });
        }

        using var again = new PacedTrainer();
        again.AllowAll();
        await using var restarted = await DashboardServer.StartAsync(_folder, ["--Training:Slots", "1"], again);

        await restarted.FollowAsync(waiting, JobStatus.Completed);
        if (damage is "garbage" or "truncated" or "zeroed pages")
            Assert.Contains(restarted.Services.GetRequiredService<StorageCare>().Known, finding => finding.Kind == FindingKind.SetAside && finding.Name.EndsWith("-scheduler.db", StringComparison.Ordinal));
    }

    private SqliteConnection Open(string name)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.Of(name), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private void Change(string sql)
    {
        using var connection = Open("dashboard.db");
        connection.Execute(sql);
    }

    private async Task<(JobId First, JobId Second)> LeaveTwoJobsAsync()
    {
        using var paced = new PacedTrainer();
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(_folder, [], paced);
        var ids = new List<JobId>();
        for (var i = 0; i < 2; i++)
        {
            ids.Add((await server.StartJobAsync("paced")).Id);
            await server.FollowAsync(ids[i], JobStatus.Completed);
        }

        return (ids[0], ids[1]);
    }
}
