using System.Net;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api;

public sealed class JobsApiTests : IAsyncLifetime, IDisposable
{
    private readonly PacedTrainer _paced = new(batches: 10);
    private DashboardServer _server = null!;

    private HttpClient Http => _server.Http;

    public async Task InitializeAsync()
        => _server = await DashboardServer.StartAsync(_paced, ScriptedTrainer.Reporting("odd", 1, double.NaN, double.NegativeInfinity));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _paced.Dispose();

    [Fact]
    public async Task Post_StartsAJobAndSaysWhereItIs()
    {
        using var content = new StringContent("""{"trainer":"paced","name":"One"}""", null, "application/json");
        var answer = await Http.PostAsync("/api/jobs", content);
        var job = await answer.JsonAsync(HttpStatusCode.Created);
        var found = await Http.GetJsonAsync(answer.Headers.Location!.ToString());

        Assert.Equal($"/api/jobs/{job.Text("id")}", answer.Headers.Location.ToString());
        Assert.Equal(("One", "paced"), (found.GetProperty("job").Text("name"), found.GetProperty("spec").Text("trainer")));
        Assert.Equal(JsonValueKind.Number, found.GetProperty("spec").GetProperty("seed").ValueKind);
    }

    [Fact]
    public async Task List_IsFilteredAndPagedNewestFirst()
    {
        for (var i = 1; i <= 4; i++)
            await _server.StartJobAsync(i % 2 == 0 ? "odd" : "paced", name: $"job {i}");
        _paced.AllowAll();
        foreach (var job in await _server.Jobs.ListAsync(default))
            await _server.FollowAsync(job.Id);

        Assert.Equal("4, 3, 2, 1", await NumbersAsync(""));
        Assert.Equal("4, 3", await NumbersAsync("?limit=2"));
        Assert.Equal("2, 1", await NumbersAsync("?limit=2&before=3"));
        Assert.Equal("4, 2", await NumbersAsync("?trainer=odd"));
        Assert.Equal("", await NumbersAsync("?status=failed"));
        Assert.Equal("4, 2", await NumbersAsync("?status=completed&dataset=spirals&trainer=odd"));
        Assert.Equal("", await NumbersAsync("?dataset=digits"));
        Assert.Equal("3", await NumbersAsync("?search=JOB%203"));
        Assert.Equal("2", await NumbersAsync("?search=%232&status="));
    }

    [Theory]
    [InlineData("/api/jobs?limit=0", "limit")]
    [InlineData("/api/jobs?limit=1001", "limit")]
    [InlineData("/api/jobs?limit=", "limit")]
    [InlineData("/api/jobs?before=-1", "before")]
    [InlineData("/api/jobs?before=99999999999999999999", "before")]
    [InlineData("/api/jobs?limit=1&limit=2", "limit")]
    [InlineData("/api/jobs?status=asleep", "status")]
    [InlineData("/api/jobs?Status=queued", "Status")]
    [InlineData("/api/jobs?page=2", "page")]
    [InlineData("/api/jobs/0000000000000000?x=1", "x")]
    [InlineData("/api/jobs/0000000000000000/events?after=-1", "after")]
    [InlineData("/api/jobs/0000000000000000/events?limit=1001", "limit")]
    [InlineData("/api/trainers?x", "x")]
    [InlineData("/api/datasets?x=1", "x")]
    public async Task Parameter_ThatIsUnknownOrWrong_IsRefusedNamingIt(string path, string parameter)
        => Assert.Equal([parameter], (await Http.GetJsonAsync(path, HttpStatusCode.BadRequest)).Fields());

    [Theory]
    [InlineData("/api/jobs/0000000000000000")]
    [InlineData("/api/jobs/..%2f..%2fetc")]
    [InlineData("/api/jobs/nobody/events")]
    [InlineData("/api/datasets/nothing")]
    [InlineData("/api/datasets/..%2f..%2fetc%2fpasswd/preview")]
    [InlineData("/api/nothing")]
    public async Task Address_OfNothing_IsNotFoundWithProblemDetails(string path)
        => Assert.Equal(404, (await Http.GetJsonAsync(path, HttpStatusCode.NotFound)).GetProperty("status").GetInt32());

    [Fact]
    public async Task Events_AreTheStoredOnesPageByPage()
    {
        var job = await _server.StartJobAsync("odd");
        await _server.FollowAsync(job.Id);
        var stored = await _server.StoredAsync(job.Id);
        var (after, read) = (0L, new List<string>());
        while (true)
        {
            var page = await Http.GetJsonAsync($"/api/jobs/{job.Id}/events?after={after}&limit=2");
            if (page.GetProperty("events").GetArrayLength() == 0)
                break;
            read.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.GetRawText()));
            after = page.GetProperty("next").GetInt64();
        }

        Assert.Equal(stored[^1].Seq, after);
        Assert.Equal(stored.Select(e => JsonSerializer.Serialize(e, FeedJson.Options)), read);
        Assert.Contains(read, e => e.Contains("\"NaN\"", StringComparison.Ordinal));
        foreach (var beyond in new[] { stored.Count, stored.Count + 1, 1L << 40, (1L << 53) - 1 })
        {
            var page = await Http.GetJsonAsync($"/api/jobs/{job.Id}/events?after={beyond}");
            Assert.Equal((0, beyond), (page.GetProperty("events").GetArrayLength(), page.GetProperty("next").GetInt64()));
        }
    }

    [Fact]
    public async Task Commands_AreAcceptedWithReceiptsAndRefusedWithReasons()
    {
        var job = await _server.StartJobAsync("paced");
        await _server.FollowAsync(job.Id, JobStatus.Running);
        var path = $"/api/jobs/{job.Id}/commands";

        var early = await Http.PostJsonAsync(path, """{"action":"resume"}""", HttpStatusCode.Conflict);
        var receipt = await Http.PostJsonAsync(path, """{"action":"stop","id":null}""", HttpStatusCode.Accepted);
        await _server.FollowAsync(job.Id, JobStatus.Cancelled);

        Assert.Equal("Only a paused or parked job can be resumed; this one is running.", early.Text("detail"));
        Assert.Equal(("stop", "requested", job.Id.ToString()), (receipt.Text("action"), receipt.Text("state"), receipt.Text("job")));
        await Http.PostJsonAsync("/api/jobs/0000000000000000/commands", """{"action":"stop"}""", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"action":"explode"}""", "action")]
    [InlineData("""{"action":7}""", "action")]
    [InlineData("""{"action":"\ud800"}""", "action")]
    [InlineData("""{}""", "action")]
    [InlineData("", "action")]
    [InlineData("""{"action":"stop","when":"now"}""", "when")]
    [InlineData("[]", "body")]
    public async Task Command_ThatIsWrong_IsRefusedNamingTheField(string body, string field)
        => Assert.Equal([field], (await Http.PostJsonAsync("/api/jobs/0000000000000000/commands", body, HttpStatusCode.BadRequest)).Fields());

    [Fact]
    public async Task Trainers_AreListedWithTheirHyperparameters()
    {
        var trainers = await Http.GetJsonAsync("/api/trainers");

        var mlp = trainers.EnumerateArray().Single(t => t.Text("name") == "mlp");
        var rate = mlp.GetProperty("hyperparameters").EnumerateArray().Single(h => h.Text("name") == "learningRate");
        Assert.Equal("real", rate.Text("kind"));
        Assert.True(rate.GetProperty("minimum").GetDouble() < rate.GetProperty("default").GetDouble());
    }

    [Fact]
    public async Task Body_OfAnotherType_IsRefusedAsSuch()
    {
        using var content = new StringContent("{}", null, "text/plain");

        await (await Http.PostAsync("/api/jobs", content)).JsonAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Method_ThatARouteHasNot_IsRefusedAsSuch()
    {
        var answer = await Http.DeleteAsync("/api/jobs");

        await answer.JsonAsync(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow.Order());
    }

    private async Task<string> NumbersAsync(string query)
        => string.Join(", ", (await Http.GetJsonAsync("/api/jobs" + query)).EnumerateArray().Select(j => j.GetProperty("number").GetInt64()));
}
