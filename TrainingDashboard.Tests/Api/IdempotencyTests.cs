using System.Net;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api;

/// <summary>The header <c>Idempotency-Key</c>, on every route that makes something, and over the hub.</summary>
public sealed class IdempotencyTests : IAsyncLifetime, IDisposable
{
    private readonly PacedTrainer _paced = new();
    private DashboardServer _server = null!;

    public async Task InitializeAsync() => _server = await DashboardServer.StartAsync(_paced);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _paced.Dispose();

    [Theory]
    [InlineData("/api/jobs", HttpStatusCode.Created)]
    [InlineData("/training/start", HttpStatusCode.Accepted)]
    public async Task Start_SentTwice_GetsTheSameJobWithTheSameAnswer(string path, HttpStatusCode status)
    {
        const string Body = """{"trainer":"paced","epochs":2,"name":"once"}""";
        var (first, firstText) = await SendAsync(path, Body, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"");
        _paced.AllowAll();
        await Eventually.IsAsync(async () => (await _server.Jobs.ListAsync(default))[0].Status == JobStatus.Completed, "it is completed");
        var (again, againText) = await SendAsync(path, Body, "8e03978e-40d5-43dd-bc93-6894a57f9324");

        Assert.Equal((status, status), (first.StatusCode, again.StatusCode));
        Assert.Equal(firstText, againText);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Single(await _server.Jobs.ListAsync(default));
    }

    [Fact]
    public async Task Start_OfSomethingElseUnderTheKey_Is422()
    {
        await SendAsync("/api/jobs", """{"trainer":"paced"}""", "mine");
        // The same start over the other route is the same start.
        var (same, _) = await SendAsync("/training/start?model=paced", null, "mine");
        Assert.Equal(HttpStatusCode.Accepted, same.StatusCode);

        var (other, text) = await SendAsync("/training/start?model=paced&epochs=3", null, "mine");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, JsonClient.Problem), (other.StatusCode, other.Content.Headers.ContentType!.MediaType));
        Assert.Equal(Assert.Single(await _server.Jobs.ListAsync(default)).Id.ToString(), JsonDocument.Parse(text).RootElement.Text("job"));
    }

    [Theory]
    [InlineData("/api/jobs", "no key")]
    [InlineData("/api/jobs", "\"")]
    [InlineData("/training/start", "")]
    public async Task Key_ThatIsNone_IsRefusedByName(string path, string key)
    {
        var (answer, text) = await SendAsync(path, null, key);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["Idempotency-Key"], JsonDocument.Parse(text).RootElement.Fields());
        Assert.Empty(await _server.Jobs.ListAsync(default));
    }

    [Fact]
    public async Task Fork_SentManyTimesAtOnce_IsOneJob()
    {
        var parent = (await _server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "spirals", Epochs = 1, Seed = 1 }, default)).Id;
        await _server.FollowAsync(parent, JobStatus.Completed);
        var step = (await _server.StoredAsync(parent)).OfType<CheckpointEvent>().Last().Step;
        var body = $$"""{"step":{{step}},"epochs":2}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync($"/api/jobs/{parent}/fork", body, "fork-1")));
        var (other, _) = await SendAsync($"/api/jobs/{parent}/fork", $$"""{"step":{{step}},"epochs":3}""", "fork-1");

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(2, (await _server.Jobs.ListAsync(default)).Count);
    }

    [Fact]
    public async Task Command_SentTwice_HasOneEffectAndOneReceipt()
    {
        var job = await _server.StartJobAsync("paced");
        await _server.FollowAsync(job.Id, JobStatus.Running);

        var (first, firstText) = await SendAsync($"/training/{job.Id}/pause", null, "pause-1");
        var (again, againText) = await SendAsync($"/training/{job.Id}/pause", null, "pause-1");
        var (viaApi, viaApiText) = await SendAsync($"/api/jobs/{job.Id}/commands", """{"action":"pause"}""", "pause-1");
        var (twoNames, twoNamesText) = await SendAsync($"/api/jobs/{job.Id}/commands", """{"action":"pause","id":"other"}""", "pause-1");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode, viaApi.StatusCode));
        Assert.Equal(firstText, againText);
        Assert.Equal("pause-1", JsonDocument.Parse(viaApiText).RootElement.Text("command"));
        Assert.Equal((HttpStatusCode.BadRequest, "id"), (twoNames.StatusCode, JsonDocument.Parse(twoNamesText).RootElement.Fields().Single()));
        Assert.Single((await _server.StoredAsync(job.Id)).OfType<ReceiptEvent>());
    }

    [Fact]
    public async Task Hub_StartAndFork_TakeAKey()
    {
        var result = await NodeScript.RunAsync("startWith.mjs", _server.Address.ToString().TrimEnd('/'));

        Assert.Equal(result.GetProperty("first").GetRawText(), result.GetProperty("again").GetRawText());
        Assert.Contains("was used to ask for something else", result.GetProperty("other").GetString(), StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key: Expected 1 to 64", result.GetProperty("noKey").GetString(), StringComparison.Ordinal);
        Assert.Contains("has no checkpoint at step 5", result.GetProperty("fork").GetString(), StringComparison.Ordinal);
        Assert.Contains("behindd: There is no such field", result.GetProperty("watch").GetString(), StringComparison.Ordinal);
        Assert.Single(await _server.Jobs.ListAsync(default));
    }

    private async Task<(HttpResponseMessage Answer, string Text)> SendAsync(string path, string? body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        var answer = await _server.Http.SendAsync(request);
        return (answer, await answer.Content.ReadAsStringAsync());
    }
}
