using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Web;

namespace TrainingDashboard.Tests.Security;

public sealed class OriginTests : IAsyncLifetime
{
    private const string Allowed = "https://lab.example:8443";
    private const string Foreign = "https://evil.example";
    private DashboardServer _server = null!;

    public async Task InitializeAsync()
        => _server = await DashboardServer.StartAsync(null, ["--Cors:Origins:0", "http://other.example", "--Cors:Origins:1", Allowed]);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/jobs")]
    [InlineData("GET", "/training")]
    [InlineData("POST", "/hubs/training/negotiate?negotiateVersion=1")]
    public async Task Request_OfAnAllowedOrigin_IsAnsweredWithItsName(string method, string path)
    {
        using var answer = await SendAsync(method, path, Allowed);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Allowed, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("true", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Credentials")));
    }

    [Theory]
    [InlineData("GET", "/api/jobs", Foreign)]
    [InlineData("POST", "/hubs/training/negotiate?negotiateVersion=1", Foreign)]
    [InlineData("OPTIONS", "/api/jobs", Foreign)]
    [InlineData("GET", "/api/jobs", "https://lab.example")]
    [InlineData("GET", "/api/jobs", "http://lab.example:8443")]
    [InlineData("GET", "/api/jobs", "https://lab.example:8443.evil.example")]
    [InlineData("GET", "/api/jobs", "null")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", Allowed)]
    public async Task Request_OfAnotherOrigin_IsRefused(string method, string path, string origin)
    {
        using var answer = await SendAsync(method, path, origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/api/jobs", "POST")]
    [InlineData("/api/datasets/x", "DELETE")]
    [InlineData("/hubs/training/negotiate", "POST")]
    public async Task Preflight_OfAnAllowedOrigin_IsGranted(string path, string method)
    {
        using var answer = await SendAsync("OPTIONS", path, Allowed, ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "content-type,x-requested-with"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Allowed, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains(method, string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.Contains("content-type", string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Fault_ToAnAllowedOrigin_CanBeReadThere()
    {
        using var answer = await SendAsync("GET", "/api/jobs/none", Allowed);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(Allowed, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task WebSocket_OpensForAllowedOriginsOnly()
    {
        using var allowed = await OpenAsync(_server, Allowed);
        Assert.Equal(WebSocketState.Open, allowed.State);
        using var own = await OpenAsync(_server, $"http://{_server.Address.Authority}");
        Assert.Equal(WebSocketState.Open, own.State);
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(_server, Foreign));
    }

    [Fact]
    public async Task WebSocket_OneTooMany_IsRefusedUntilAnotherEnds()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Limits:MaxConcurrentUpgradedConnections", "1"]);
        using (await OpenAsync(server, null))
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(server, null));
            Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        }

        await Eventually.IsAsync(
            async () =>
            {
                try
                {
                    using var again = await OpenAsync(server, null);
                    return true;
                }
                catch (WebSocketException)
                {
                    return false;
                }
            },
            "the place is free again");
    }

    [Theory]
    [InlineData("*", "any page")]
    [InlineData("https://*.example", "exact origin")]
    [InlineData("https://lab.example/", "exact origin")]
    [InlineData("lab.example", "exact origin")]
    [InlineData("null", "exact origin")]
    public void Setting_ThatIsNoOrigin_IsRefusedAtTheStart(string origin, string said)
    {
        using var folder = new TemporaryFolder();

        var refused = Assert.Throws<OptionsValidationException>(() => DashboardApp.Build(["--Storage:Path", folder.Path, "--Cors:Origins", "http://ok.example;" + origin]));

        Assert.Contains(said, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static async Task<ClientWebSocket> OpenAsync(DashboardServer server, string? origin)
    {
        var socket = new ClientWebSocket();
        try
        {
            if (origin is not null)
                socket.Options.SetRequestHeader("Origin", origin);
            await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/hubs/training"), Eventually.Deadline());
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _server.Http.SendAsync(request);
    }
}
