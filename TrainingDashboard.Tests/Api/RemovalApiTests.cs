using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api;

/// <summary>Jobs that are removed, and events that were let go, as clients of each transport see them.</summary>
public sealed class RemovalApiTests : IAsyncLifetime, IDisposable
{
    private readonly PacedTrainer _paced = new(batches: 20);
    private DashboardServer _server = null!;

    public async Task InitializeAsync()
        => _server = await DashboardServer.StartAsync(null, ["--Training:Slots", "2"], _paced, ScriptedTrainer.Reporting("quick", 3, 2, 1));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _paced.Dispose();

    [Fact]
    public async Task Remove_OfAnEndedJob_LeavesNothingOfItAndAllOfTheOthers()
    {
        var (gone, stays) = (await EndedAsync(), await EndedAsync());
        var checkpoints = _server.Services.GetRequiredService<CheckpointStore>();
        var path = _server.Services.GetRequiredService<CheckpointFolder>().PathOf(gone, 1, 3);
        Assert.True(File.Exists(path));

        var answer = await _server.Http.DeleteAsync($"/api/jobs/{gone}");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Empty(await _server.StoredAsync(gone));
        foreach (var route in new[] { $"/api/jobs/{gone}", $"/api/jobs/{gone}/events", $"/api/jobs/{gone}/series", $"/training/{gone}/status", $"/training/{gone}/stream" })
            await _server.Http.GetJsonAsync(route, HttpStatusCode.NotFound);
        await (await _server.Http.DeleteAsync($"/api/jobs/{gone}")).JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal([stays.ToString()], (await _server.Http.GetJsonAsync("/api/jobs")).EnumerateArray().Select(j => j.Text("id")));
        Assert.Equal(3, (await _server.Http.GetJsonAsync($"/api/jobs/{stays}/series/loss")).GetProperty("total").GetInt32());
        Assert.NotEmpty(await checkpoints.ListAsync(stays, default));
    }

    [Fact]
    public async Task Remove_OfAJobThatHasNotEnded_IsRefusedAndItGoesOn()
    {
        var job = await _server.StartJobAsync("paced");
        _paced.Allow(2);
        await _server.FollowAsync(job.Id, step: 2);

        var problem = await (await _server.Http.DeleteAsync($"/api/jobs/{job.Id}")).JsonAsync(HttpStatusCode.Conflict);
        _paced.AllowAll();
        await _server.FollowAsync(job.Id, JobStatus.Completed);

        Assert.Equal("The job is running; stop it first.", problem.Text("detail"));
    }

    [Fact]
    public async Task Events_ThatWereLetGo_Are410WithTheOldestOrASnapshotForThoseWhoTakeOne()
    {
        var id = await EndedAsync();
        await (await _server.Feeds.FindAsync(id, default))!.TrimAsync(default);
        var last = (await _server.JobAsync(id)).Seq;

        foreach (var route in new[] { $"/api/jobs/{id}/events?after=1", $"/api/jobs/{id}/events", $"/training/{id}/stream?after=1", $"/training/{id}/ws?after=0" })
        {
            var problem = await _server.Http.GetJsonAsync(route, HttpStatusCode.Gone);
            Assert.Equal(last, problem.GetProperty("oldest").GetInt64());
            Assert.Contains($"after={last - 1}", problem.Text("detail"), StringComparison.Ordinal);
        }

        var events = await _server.Http.GetJsonAsync($"/api/jobs/{id}/events?after={last - 1}");
        Assert.Equal([last], events.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()));
        foreach (var query in new[] { "", "?after=1&behind=snapshot" })
        {
            var stream = await _server.Http.GetStringAsync($"/training/{id}/stream{query}");
            Assert.Contains("event: snapshot", stream, StringComparison.Ordinal);
            Assert.DoesNotContain("event: metrics", stream, StringComparison.Ordinal);
        }

        var csv = await _server.Http.GetStringAsync($"/api/jobs/{id}/export?format=csv");
        Assert.Equal(["3", "2", "1"], csv.Split("\r\n").Where(row => row.StartsWith("loss,", StringComparison.Ordinal)).Select(row => row.Split(',')[3]));
    }

    private async Task<JobId> EndedAsync()
    {
        var job = await _server.StartJobAsync("quick");
        await _server.FollowAsync(job.Id, JobStatus.Completed);
        return job.Id;
    }
}
