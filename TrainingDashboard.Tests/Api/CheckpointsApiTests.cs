using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api;

/// <summary>Checkpoints over HTTP.</summary>
public sealed class CheckpointsApiTests : IAsyncLifetime, IDisposable
{
    private readonly PacedTrainer _paced = new(batches: 10);
    private DashboardServer _server = null!;
    private JobId _job;

    private string Path => $"/api/jobs/{_job}/checkpoints";

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(null, ["--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "2"], _paced);
        _job = (await _server.StartJobAsync("paced")).Id;
        await _paced.PassAsync(5);
        await _server.FollowAsync(_job, step: 5);
        await _server.SendAsync(_job, CommandAction.Park);
        _paced.Allow(1);
        await _server.FollowAsync(_job, JobStatus.Parked);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    public void Dispose() => _paced.Dispose();

    [Fact]
    public async Task Checkpoints_AreListedAndTheFileHasTheLengthAndTheHashTold()
    {
        var all = await ListAsync();
        Assert.Equal([(6, "park"), (4, "periodic"), (2, "periodic")], all.Select(c => (c.GetProperty("step").GetInt32(), c.Text("reason"))));

        using var answer = await _server.Http.GetAsync($"{Path}/6");
        var file = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(all[0].GetProperty("bytes").GetInt32(), file.Length);
        Assert.Equal(all[0].Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(file)));
        Assert.Equal($"\"{all[0].Text("sha256")}\"", answer.Headers.ETag!.Tag);
        Assert.Equal("job-1-step-6.checkpoint", answer.Content.Headers.ContentDisposition!.FileName);
    }

    [Fact]
    public async Task Pin_KeepsFromDeletionUntilUnpinned()
    {
        Assert.True((await (await _server.Http.PutAsync($"{Path}/2/pin", null)).JsonAsync(HttpStatusCode.OK)).GetProperty("pinned").GetBoolean());
        var refused = await (await _server.Http.DeleteAsync($"{Path}/2")).JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal("The checkpoint is pinned; unpin it first.", refused.Text("detail"));
        Assert.False((await (await _server.Http.DeleteAsync($"{Path}/2/pin")).JsonAsync(HttpStatusCode.OK)).GetProperty("pinned").GetBoolean());

        Assert.Equal(HttpStatusCode.NoContent, (await _server.Http.DeleteAsync($"{Path}/2")).StatusCode);
        Assert.Equal([6, 4], (await ListAsync()).Select(c => c.GetProperty("step").GetInt32()));
    }

    [Fact]
    public async Task Delete_OfWhatAParkedJobGoesOnFrom_IsRefused()
    {
        var refused = await (await _server.Http.DeleteAsync($"{Path}/6")).JsonAsync(HttpStatusCode.Conflict);

        Assert.Equal("The job is parked and goes on from this checkpoint.", refused.Text("detail"));
        Assert.Equal(3, (await ListAsync()).Length);
    }

    [Theory]
    [InlineData("5", HttpStatusCode.NotFound)]
    [InlineData("-1", HttpStatusCode.BadRequest)]
    [InlineData("six", HttpStatusCode.BadRequest)]
    [InlineData("99999999999999999999", HttpStatusCode.BadRequest)]
    [InlineData("..%2F..%2Fdashboard.db", HttpStatusCode.BadRequest)]
    public async Task Step_ThatIsNone_IsAProblemThatSaysSo(string step, HttpStatusCode status)
    {
        foreach (var answer in new[]
        {
            await _server.Http.GetAsync($"{Path}/{step}"), await _server.Http.DeleteAsync($"{Path}/{step}"), await _server.Http.PutAsync($"{Path}/{step}/pin", null),
        })
        {
            Assert.Contains("step", (await answer.JsonAsync(status)).Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Job_ThatThereIsNot_IsNotFound()
    {
        await _server.Http.GetJsonAsync("/api/jobs/0000000000000000/checkpoints", HttpStatusCode.NotFound);
        await _server.Http.GetJsonAsync("/api/jobs/0000000000000000/checkpoints/1", HttpStatusCode.NotFound);
    }

    private async Task<JsonElement[]> ListAsync() => [.. (await _server.Http.GetJsonAsync(Path)).EnumerateArray()];
}
