using System.Net;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api;

public sealed class TrainingApiTests : IAsyncLifetime, IDisposable
{
    private readonly PacedTrainer _paced = new(batches: 10);
    private DashboardServer _server = null!;

    private HttpClient Http => _server.Http;

    public async Task InitializeAsync()
        => _server = await DashboardServer.StartAsync(_paced, ScriptedTrainer.Reporting("odd", 1, double.NaN, double.PositiveInfinity));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _paced.Dispose();

    [Fact]
    public async Task Start_WithAnEmptyBody_RunsTheDefaultTrainerOnGeneratedData()
    {
        var answer = await Http.PostAsync("/training/start", content: null);
        var started = await JsonAsync(answer, HttpStatusCode.Accepted);
        var id = started.GetProperty("job_id").GetString()!;

        Assert.Equal($"/training/{id}/status", answer.Headers.Location?.ToString());
        Assert.Equal(("mlp", "spirals"), (Text(started, "trainer"), Text(started, "dataset")));
        var parsed = Id(id);
        var events = await _server.FollowAsync(parsed);
        Assert.Contains(events, e => e is Training.Feed.Events.MetricsEvent);
        Assert.Equal("completed", Text(await GetAsync($"/training/{id}"), "status"));
    }

    [Fact]
    public async Task Start_WithEveryField_HonoursEach()
    {
        var started = await PostAsync("/training/start", """
            {"name":" Second try ✓ ","trainer":"mlp","dataset":"digits","epochs":3,"seed":-42,"hyperparameters":{"learningRate":0.125,"batchSize":64}}
            """, HttpStatusCode.Accepted);
        var id = Id(Text(started, "job_id"));
        var spec = (await _server.JobAsync(id)).Spec;
        await PostAsync($"/training/{id}/stop", null, HttpStatusCode.Accepted);

        Assert.Equal(("Second try ✓", "mlp", "digits", 3, -42L), (spec.Name, spec.Trainer, spec.Dataset, spec.Epochs, spec.Seed));
        Assert.Equal(0.125, spec.Hyperparameters["learningRate"].GetDouble());
        Assert.Equal(64, spec.Hyperparameters["batchSize"].GetInt32());
        Assert.Equal(("Second try ✓", 3), (Text(started, "name"), started.GetProperty("total_epochs").GetInt32()));
    }

    [Theory]
    [InlineData("""{"epoch":3}""", "epoch")]
    [InlineData("""{"epochs":"3"}""", "epochs")]
    [InlineData("""{"epochs":0}""", "epochs")]
    [InlineData("""{"epochs":1.5}""", "epochs")]
    [InlineData("""{"epochs":1e400}""", "epochs")]
    [InlineData("""{"epochs":1000001}""", "epochs")]
    [InlineData("""{"seed":9007199254740992}""", "seed")]
    [InlineData("""{"seed":true}""", "seed")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"name":"line\nbreak"}""", "name")]
    [InlineData("""{"name":"lone \ud83d surrogate"}""", "name")]
    [InlineData("""{"trainer":"none"}""", "trainer")]
    [InlineData("""{"trainer":["mlp"]}""", "trainer")]
    [InlineData("""{"trainer":"\udc00"}""", "trainer")]
    [InlineData("""{"dataset":"../../etc/passwd"}""", "dataset")]
    [InlineData("""{"trainer":"cnn","dataset":"spirals"}""", "dataset")]
    [InlineData("""{"\ud800":1}""", "body")]
    [InlineData("""{"hyperparameters":{"optimizer":"\ud800"}}""", "hyperparameters.optimizer")]
    [InlineData("""{"hyperparameters":[]}""", "hyperparameters")]
    [InlineData("""{"hyperparameters":{"learningRate":-1}}""", "hyperparameters.learningRate")]
    [InlineData("""{"hyperparameters":{"learningRate":"fast"}}""", "hyperparameters.learningRate")]
    [InlineData("""{"hyperparameters":{"batchSize":2.5}}""", "hyperparameters.batchSize")]
    [InlineData("""{"hyperparameters":{"momentumm":1}}""", "hyperparameters.momentumm")]
    [InlineData("""[1]""", "body")]
    [InlineData("\"start\"", "body")]
    [InlineData("""{"epochs":1,"epochs":2}""", "body")]
    public async Task Start_WithABadField_IsRefusedNamingIt(string body, string field)
    {
        var problem = await PostAsync("/training/start", body, HttpStatusCode.BadRequest, "application/problem+json");

        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        var errors = problem.GetProperty("errors").EnumerateObject().ToArray();
        Assert.Equal(field, Assert.Single(errors).Name);
        Assert.NotEqual("", errors[0].Value[0].GetString());
        Assert.Empty((await GetAsync("/training")).EnumerateArray());
    }

    [Fact]
    public async Task Start_WithSeveralBadFields_NamesThemAll()
    {
        var problem = await PostAsync("/training/start", """{"epochs":0,"seed":"x","colour":1}""", HttpStatusCode.BadRequest);

        Assert.Equal(["epochs", "seed", "colour"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("{\n  \"epochs\": 3,\n  oops\n}", 3, 3)]
    [InlineData("{", 1, 2)]
    [InlineData("{\"epochs\":1} x", 1, 14)]
    public async Task Start_WithBrokenJson_SaysLineAndColumn(string body, int line, int column)
    {
        var problem = await PostAsync("/training/start", body, HttpStatusCode.BadRequest);

        Assert.Contains($"line {line}, column {column}", problem.GetProperty("errors").GetProperty("body")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAFieldTwice_NamesIt()
    {
        var problem = await PostAsync("/training/start", """{"epochs":1,"epochs":2}""", HttpStatusCode.BadRequest);

        Assert.Contains("epochs", problem.GetProperty("errors").GetProperty("body")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0x6E, 0x61, 0x6D, 0x65, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D })] // {"name":"\xff"}
    [InlineData(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D })] // {"\xff":1}
    public async Task Start_WithBytesThatAreNoText_IsRefused(byte[] body)
    {
        var answer = await Http.PostAsync("/training/start", new ByteArrayContent(body));

        await JsonAsync(answer, HttpStatusCode.BadRequest, "application/problem+json");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_WithABodyTooLong_IsRefusedWithoutReadingOn(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/training/start")
        {
            Content = new ByteArrayContent(new byte[300 * 1024]),
        };
        request.Headers.TransferEncodingChunked = chunked;

        var problem = await JsonAsync(await Http.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "application/problem+json");

        Assert.Contains("262144 bytes", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/training/0000000000000000")]
    [InlineData("GET", "/training/0000000000000000/status")]
    [InlineData("GET", "/training/no-such-job/status")]
    [InlineData("POST", "/training/0000000000000000/pause")]
    [InlineData("POST", "/training/0000000000000000/resume")]
    [InlineData("POST", "/training/%2e%2e%2fpasswd/stop")]
    public async Task Job_ThatIsNotThere_IsNotFoundWithProblemDetails(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var problem = await JsonAsync(await Http.SendAsync(request), HttpStatusCode.NotFound, "application/problem+json");

        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.StartsWith("There is no job", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_HasEveryFieldFromTheBeginningAndProgressFrom0To100()
    {
        string[] fields = ["job_id", "status", "epoch", "total_epochs", "step", "total_steps", "loss", "accuracy", "progress", "started_at", "completed_at", "error"];
        var started = await PostAsync("/training/start", """{"trainer":"paced"}""", HttpStatusCode.Accepted);
        var id = Id(Text(started, "job_id"));
        _paced.Allow(4);
        await _server.FollowAsync(id, step: 4);
        var half = await GetAsync($"/training/{id}/status");
        _paced.AllowAll();
        await _server.FollowAsync(id);
        var done = await GetAsync($"/training/{id}/status");

        Assert.All([started, half, done], status => Assert.All(fields, field => Assert.True(status.TryGetProperty(field, out _), field)));
        Assert.Equal(("queued", 0.0), (Text(started, "status"), started.GetProperty("progress").GetDouble()));
        Assert.Equal(("running", 4, 10, 40.0, 0.5), (Text(half, "status"), half.GetProperty("step").GetInt32(),
            half.GetProperty("total_steps").GetInt32(), half.GetProperty("progress").GetDouble(), half.GetProperty("accuracy").GetDouble()));
        Assert.Equal(JsonValueKind.Null, half.GetProperty("completed_at").ValueKind);
        Assert.Equal(("completed", 100.0, 1), (Text(done, "status"), done.GetProperty("progress").GetDouble(), done.GetProperty("epoch").GetInt32()));
        Assert.True(done.GetProperty("completed_at").GetDateTimeOffset() >= done.GetProperty("started_at").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, done.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task List_HoldsAllJobsNewestFirst()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add(Text(await PostAsync("/training/start", """{"trainer":"paced"}""", HttpStatusCode.Accepted), "job_id"));

        var list = await GetAsync("/training");

        Assert.Equal(Enumerable.Reverse(ids), list.EnumerateArray().Select(j => Text(j, "job_id")));
    }

    [Fact]
    public async Task Commands_AreAcceptedWithReceiptsAndRefusedWithReasons()
    {
        var id = Text(await PostAsync("/training/start", """{"trainer":"paced"}""", HttpStatusCode.Accepted), "job_id");
        var job = Id(id);
        await _server.FollowAsync(job, JobStatus.Running);

        var early = await PostAsync($"/training/{id}/resume", null, HttpStatusCode.Conflict, "application/problem+json");
        var pause = await PostAsync($"/training/{id}/pause", null, HttpStatusCode.Accepted);
        var second = await PostAsync($"/training/{id}/pause", null, HttpStatusCode.Conflict, "application/problem+json");
        _paced.AllowAll();
        await _server.FollowAsync(job, JobStatus.Paused);
        var resume = await PostAsync($"/training/{id}/resume", null, HttpStatusCode.Accepted);
        await _server.FollowAsync(job, JobStatus.Completed);
        var late = await PostAsync($"/training/{id}/stop", null, HttpStatusCode.Conflict);

        Assert.Equal("Only a paused or parked job can be resumed; this one is running.", Text(early, "detail"));
        Assert.Equal(("pause", "requested", id), (Text(pause, "action"), Text(pause, "state"), Text(pause, "job_id")));
        Assert.Equal("The job is already about to pause.", Text(second, "detail"));
        Assert.NotEqual(Text(pause, "command_id"), Text(resume, "command_id"));
        Assert.Equal("The job is completed.", Text(late, "detail"));
    }

    [Fact]
    public async Task Status_WithALossThatIsNoNumber_IsStillJson()
    {
        var id = Text(await PostAsync("/training/start", """{"trainer":"odd"}""", HttpStatusCode.Accepted), "job_id");
        var job = Id(id);
        await _server.FollowAsync(job, JobStatus.Completed);

        Assert.Equal("Infinity", Text(await GetAsync($"/training/{id}"), "loss"));
        Assert.Equal("Infinity", Text(Assert.Single((await GetAsync("/training")).EnumerateArray()), "loss"));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    [InlineData("http://evil.example", "http://evil.example")]
    public async Task Request_FromAnotherSitesPage_IsRefused(params string[] origins)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/training/start"), (HttpMethod.Get, "/training"), (HttpMethod.Post, "/hubs/training/negotiate?negotiateVersion=1") })
        {
            using var request = new HttpRequestMessage(method, path);
            foreach (var origin in origins)
                request.Headers.TryAddWithoutValidation("Origin", origin);

            Assert.Equal(HttpStatusCode.Forbidden, (await Http.SendAsync(request)).StatusCode);
        }

        Assert.Empty((await GetAsync("/training")).EnumerateArray());
    }

    [Fact]
    public async Task Request_FromItsOwnPage_IsTaken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/training");
        request.Headers.Add("Origin", $"http://{_server.Address.Authority}");

        Assert.Equal(HttpStatusCode.OK, (await Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Request_ForAnotherHost_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/training");
        request.Headers.Host = "evil.example";

        Assert.Equal(HttpStatusCode.BadRequest, (await Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Page_AndItsScript_AreServed()
    {
        Assert.Contains("<html", await Http.GetStringAsync("/"), StringComparison.OrdinalIgnoreCase);
        Assert.True((await Http.GetAsync("/dashboard.js")).IsSuccessStatusCode);
        Assert.True((await Http.GetAsync("/_framework/blazor.web.js")).IsSuccessStatusCode);
        Assert.Equal("ok", await Http.GetStringAsync("/healthz"));
    }

    private static JobId Id(string text)
    {
        Assert.True(JobId.TryParse(text, out var id), text);
        return id;
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode status, string type = "application/json")
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
        if (answer.IsSuccessStatusCode || type != "application/json")
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    private async Task<JsonElement> GetAsync(string path)
        => await JsonAsync(await Http.GetAsync(path), HttpStatusCode.OK);

    private async Task<JsonElement> PostAsync(string path, string? body, HttpStatusCode status, string type = "application/json")
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await JsonAsync(await Http.PostAsync(path, content), status, type);
    }
}
