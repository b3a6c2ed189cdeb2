using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Api;

public sealed partial class ApiDocumentTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private DashboardServer _server = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_data.Of("flowers.csv"), "a,b,kind\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{i},{"xy"[i % 2]}\n")));
        _server = await DashboardServer.StartAsync(null, ["--Datasets:DataDirectory", _data.Path]);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Document_HasEveryRouteWithASummaryAndItsFaults()
    {
        var paths = (await _server.Http.GetJsonAsync("/openapi/v1.json")).GetProperty("paths");

        foreach (var (method, path) in Routes())
        {
            Assert.True(paths.TryGetProperty(path, out var item), path);
            Assert.True(item.TryGetProperty(method, out var operation), $"{method} {path}");
            Assert.True(operation.TryGetProperty("summary", out _), $"{method} {path} has no summary");
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), r => r.Name[0] == '2');
            if (path.Contains('{', StringComparison.Ordinal))
                Assert.True(operation.GetProperty("responses").GetProperty("404").GetProperty("content").TryGetProperty(JsonClient.Problem, out _), path);
        }
    }

    [Fact]
    public async Task Document_HasTheRangesOfParameters()
    {
        var parameters = (await _server.Http.GetJsonAsync("/openapi/v1.json")).GetProperty("paths").GetProperty("/api/jobs/{id}/events").GetProperty("get").GetProperty("parameters");
        var limit = parameters.EnumerateArray().Single(p => p.Text("name") == "limit").GetProperty("schema");

        Assert.Equal((1, 1_000, 100), (limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
    }

    [Fact]
    public async Task Examples_WorkWhenTheyAreSent()
    {
        var paths = (await _server.Http.GetJsonAsync("/openapi/v1.json")).GetProperty("paths");
        var sent = 0;
        // A job that has just been asked for has no series and no checkpoint yet.
        // What makes datasets goes before what looks into them and removes them.
        foreach (var (method, path) in Routes().Where(r => (r.Path.StartsWith("/api", StringComparison.Ordinal) || r.Method == "post") && !r.Path.Contains("/series/", StringComparison.Ordinal) && !r.Path.Contains("/checkpoints/", StringComparison.Ordinal) && !r.Path.EndsWith("/fork", StringComparison.Ordinal) && !r.Path.EndsWith("/rewind", StringComparison.Ordinal)).OrderByDescending(r => r.Method))
        {
            var operation = paths.GetProperty(path).GetProperty(method);
            foreach (var media in MediaOf(operation))
            {
                using var request = await ExampleAsync(method, path, operation, media);
                using var answer = await _server.Http.SendAsync(request);
                var said = $"{method} {request.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                // A job that has just been asked for can be stopped only.
                var refused = (method, path) == ("delete", "/api/jobs/{id}") || s_laterCommands.Any(action => path.EndsWith($"/{action}", StringComparison.Ordinal));
                Assert.True(answer.IsSuccessStatusCode || (refused && answer.StatusCode == HttpStatusCode.Conflict), said);
                Assert.True(operation.GetProperty("responses").TryGetProperty($"{(int)answer.StatusCode}", out _), said);
                sent++;
            }
        }

        Assert.True(sent >= 12, $"{sent} sent");
    }

    private static readonly string[] s_laterCommands = ["pause", "resume", "park", "checkpoint"];

    [GeneratedRegex(@"\{[^}:]+")]
    private static partial Regex RouteParameter();

    private List<(string Method, string Path)> Routes() =>
    [
        .. _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Path: "/" + e.RoutePattern.RawText!.Trim('/').Replace("**", "", StringComparison.Ordinal), Methods: e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(e => e.Path.StartsWith("/api", StringComparison.Ordinal) || e.Path.StartsWith("/training", StringComparison.Ordinal))
            // OpenAPI has no words for a stream or a WebSocket.
            .Where(e => !e.Path.Contains('.', StringComparison.Ordinal) && !e.Path.EndsWith("/stream", StringComparison.Ordinal) && !e.Path.EndsWith("/ws", StringComparison.Ordinal))
            .SelectMany(e => e.Methods, (e, method) => (method.ToLowerInvariant(), e.Path))
            .Distinct(),
    ];

    // As each type that the route takes, or once where it takes no body.
    private static IReadOnlyList<JsonProperty?> MediaOf(JsonElement operation)
        => operation.TryGetProperty("requestBody", out var body) ? [.. body.GetProperty("content").EnumerateObject().Select(media => (JsonProperty?)media)] : [null];

    private async Task<HttpRequestMessage> ExampleAsync(string method, string path, JsonElement operation, JsonProperty? media)
    {
        var query = new List<string>();
        foreach (var parameter in operation.TryGetProperty("parameters", out var all) ? [.. all.EnumerateArray()] : Array.Empty<JsonElement>())
        {
            if (!parameter.TryGetProperty("example", out var given))
                continue;
            var example = given.ToString();
            if (parameter.Text("in") == "query")
                query.Add($"{parameter.Text("name")}={Uri.EscapeDataString(example)}");
            else if (parameter.Text("name") == "name" && method == "delete")
                path = path.Replace("{name}", "my-numbers", StringComparison.Ordinal);
            else if (parameter.Text("name") == "name")
                path = path.Replace("{name}", example, StringComparison.Ordinal);
            else
                path = RouteParameter().Replace(path, "").Replace("}", await NewAsync(path), StringComparison.Ordinal);
        }

        return new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path + (query.Count > 0 ? "?" + string.Join('&', query) : ""))
        {
            Content = media is { } type ? Content(type) : null,
        };
    }

    /// <summary>The id of what a route with one looks for.</summary>
    private async Task<string> NewAsync(string path)
    {
        if (!path.StartsWith("/api/uploads/", StringComparison.Ordinal))
            return (await _server.StartJobAsync("mlp")).Id.ToString();
        using var form = new MultipartFormDataContent { { new StringContent("Id;a;b\n1;2,5;x\n2;3;y\n"), "file", "table.csv" } };
        using var answer = await _server.Http.PostAsync("/api/uploads", form);
        return (await answer.JsonAsync(HttpStatusCode.Created)).Text("id");
    }

    private static HttpContent Content(JsonProperty media)
    {
        var example = media.Value.GetProperty("example");
        if (media.Name == "application/json")
            return new StringContent(example.GetRawText(), Encoding.UTF8, media.Name);
        if (media.Name == "application/x-www-form-urlencoded")
            return new FormUrlEncodedContent(example.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value.ToString())));
        var form = new MultipartFormDataContent();
        foreach (var field in example.EnumerateObject())
        {
            if (field.Name == "table")
                form.Add(new StringContent(field.Value.GetString()!), field.Name, "table.csv");
            else
                form.Add(new StringContent(field.Value.ToString()), field.Name);
        }

        return form;
    }
}
