using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api;

/// <summary>No route passes over what it was sent and does not know.</summary>
public sealed class StrictRequestTests : IAsyncLifetime, IDisposable
{
    private readonly PacedTrainer _paced = new();
    private DashboardServer _server = null!;
    private JobId _job;

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], _paced);
        _job = (await _server.StartJobAsync("paced")).Id;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _paced.Dispose();

    [Fact]
    public async Task EveryRoute_GivenParametersItDoesNotKnow_NamesThemAll()
    {
        var routes = Routes();
        Assert.True(routes.Count >= 30, $"{routes.Count} routes");
        foreach (var (method, path) in routes)
        {
            using var answer = await SendAsync(method, $"{path}?colour=red&Limit=1", body: null);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            Assert.Equal(["colour", "Limit"], (await answer.JsonAsync(HttpStatusCode.BadRequest)).Fields());
        }

        Assert.Equal(JobStatus.Running, (await RunningAsync()).Status);
    }

    [Fact]
    public async Task EveryRoute_GivenAFieldItDoesNotKnow_RefusesIt()
    {
        foreach (var (method, path) in Routes().Where(route => route.Method is not "GET"))
        {
            using var answer = await SendAsync(method, path, """{"colour":"red"}""");
            var said = await answer.Content.ReadAsStringAsync();
            // An upload is a form, which this is not.
            if (path == "/api/uploads")
                Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
            else
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest && said.Contains("colour", StringComparison.Ordinal), $"{method} {path}: {answer.StatusCode} {said}");
        }

        Assert.Equal(JobStatus.Running, (await RunningAsync()).Status);
    }

    [Theory]
    [InlineData("/api/jobs", "")]
    [InlineData("/api/jobs", "hyperparameters")]
    [InlineData("/training/start", "")]
    [InlineData("/training/start", "hyperparameters")]
    [InlineData("/api/jobs/{id}/commands", "")]
    [InlineData("/api/jobs/{id}/fork", "")]
    public async Task Fields_ThatAreUnknownInGreatNumber_AreToldToAHundredWithHowManyMore(string path, string within)
    {
        const int Sent = 12_000;
        var fields = string.Join(',', Enumerable.Range(0, Sent).Select(i => $"\"field{i}\":1"));
        var body = within.Length == 0 ? $$"""{"action":"pause","step":1,{{fields}}}""" : "{\"" + within + "\":{" + fields + "}}";

        using var answer = await SendAsync("POST", path.Replace("{id}", _job.ToString(), StringComparison.Ordinal), body);
        var bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);

        Assert.InRange(bytes, 1, 128 * 1024);
        Assert.Equal(InvalidInputException.MaximumErrors, problem.Fields().Count);
        Assert.InRange(problem.GetProperty("more").GetInt32(), Sent - 100, Sent + 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Command_WithNothingInItsBody_IsObeyed(string body)
    {
        await RunningAsync();
        using var answer = await SendAsync("POST", $"/training/{_job}/pause", body);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/training/JOB/pause", "[1]")]
    [InlineData("POST", "/training/JOB/pause", "oops")]
    [InlineData("DELETE", "/api/jobs/JOB", "{\"force\":true}")]
    [InlineData("GET", "/api/jobs", "{\"status\":\"running\"}")]
    public async Task Body_WhereNoneIsTaken_IsRefused(string method, string path, string body)
    {
        using var answer = await SendAsync(method, path.Replace("JOB", _job.ToString(), StringComparison.Ordinal), body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Key_WhereNoneIsTaken_IsRefusedAndWhereItNeedDoNothingIsWelcome()
    {
        foreach (var (path, expected) in new[]
        {
            ($"/api/jobs/{_job}/rewind", HttpStatusCode.BadRequest), ("/api/datasets/register", HttpStatusCode.BadRequest),
            ($"/api/jobs/{_job}/checkpoints/1/prove", HttpStatusCode.NotFound), ($"/api/jobs/{_job}/checkpoints/1/predictions", HttpStatusCode.BadRequest),
        })
        {
            using var request = Request("POST", path, path.EndsWith("predictions", StringComparison.Ordinal) ? """{"cells":5}""" : null);
            request.Headers.Add("Idempotency-Key", "mine");
            var problem = await (await _server.Http.SendAsync(request)).JsonAsync(expected);
            Assert.Equal(expected == HttpStatusCode.BadRequest && !path.EndsWith("predictions", StringComparison.Ordinal), problem.TryGetProperty("errors", out var errors) && errors.TryGetProperty("Idempotency-Key", out _));
        }
    }

    private async Task<Job> RunningAsync()
    {
        await _server.FollowAsync(_job, JobStatus.Running);
        return await _server.JobAsync(_job);
    }

    private List<(string Method, string Path)> Routes() =>
    [
        .. _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Path: "/" + e.RoutePattern.RawText!.Trim('/'), Methods: e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(e => e.Path.StartsWith("/api", StringComparison.Ordinal) || e.Path.StartsWith("/training", StringComparison.Ordinal))
            .Where(e => !e.Path.Contains('.', StringComparison.Ordinal))
            .SelectMany(e => e.Methods, (e, method) => (method, Filled(e.Path)))
            .Distinct(),
    ];

    private string Filled(string path)
        => path.Replace("{job_id}", _job.ToString(), StringComparison.Ordinal).Replace("{id}", _job.ToString(), StringComparison.Ordinal).Replace("{step}", "1", StringComparison.Ordinal)
            .Replace("{name}", "spirals", StringComparison.Ordinal).Replace("{**name}", "loss", StringComparison.Ordinal);

    private static HttpRequestMessage Request(string method, string path, string? body) => new(new HttpMethod(method), path)
    {
        Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
    };

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
    {
        using var request = Request(method, path, body);
        return await _server.Http.SendAsync(request);
    }
}
