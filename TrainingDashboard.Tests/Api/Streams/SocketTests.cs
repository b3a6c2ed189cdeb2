using System.Net.WebSockets;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api.Streams;

public sealed class SocketTests
{
    [Fact]
    public async Task Commands_OverAWebSocket_AreAnsweredByReceiptsAndNonsenseByAnError()
    {
        using var paced = new PacedTrainer(batches: 100);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);
        using var script = NodeScript.Start("Api/Streams/socketCommands.mjs", Url(server), job.Id.ToString());
        await Eventually.IsAsync(() => script.Said.Contains("pausing", StringComparison.Ordinal), "the script asks for a pause");
        await server.FollowAsync(job.Id, e => e is ReceiptEvent);
        paced.Allow(1);

        var result = await script.ResultAsync();

        Assert.All(result.GetProperty("errors").EnumerateObject(), e => Assert.Contains("Expected", Texts(e.Value, "message"), StringComparison.Ordinal));
        Assert.Equal(13, result.GetProperty("errors").EnumerateObject().Count());
        Assert.Equal("r-1 r-1 resume refused Only a paused or parked job can be resumed; this one is running.", Texts(result.GetProperty("early"), "id", "command", "action", "state", "reason"));
        Assert.Equal("p-1 p-1 pause requested", Texts(result.GetProperty("pause"), "id", "command", "action", "state"));
        Assert.Equal(result.GetProperty("pause").GetRawText(), result.GetProperty("again").GetRawText());
        Assert.Equal("resume requested", Texts(result.GetProperty("resume"), "action", "state"));
        Assert.Equal("stop requested", Texts(result.GetProperty("stop"), "action", "state"));
        Assert.Equal("1000 The job has ended.", Texts(result.GetProperty("closed"), "code", "reason"));
        Assert.Equal("status cancelled", Texts(result.GetProperty("last"), "type", "status"));
        Assert.Equal(job.Id.ToString(), Texts(result.GetProperty("status"), "job_id"));
        Assert.Equal(2, (await server.StoredAsync(job.Id)).OfType<ReceiptEvent>().Count(r => r.Command == "p-1"));
    }

    [Fact]
    public async Task Commands_WithArgumentsOverAWebSocket_SteerTheLoop()
    {
        await using var server = await DashboardServer.StartAsync();
        var job = await server.StartJobAsync("mlp", epochs: 100_000);
        await server.FollowAsync(job.Id, step: 10);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/training/{job.Id}/ws?after=0"), Eventually.Deadline());

        await SayAsync(socket, """{"id":"rate","action":"set","arguments":{"values":{"learningRate":0.005}}}""");
        await SayAsync(socket, """{"id":"ten","action":"step","arguments":{"batches":10}}""");
        var told = await server.FollowAsync(job.Id, JobStatus.Paused);
        await SayAsync(socket, """{"id":"nonsense","action":"set","arguments":{"values":{"learningRate":"fast"}}}""");
        var refused = await HearAsync(socket, message => message.TryGetProperty("id", out var id) && id.GetString() == "nonsense");

        Assert.Equal("error", refused.Text("type"));
        Assert.Contains("learningRate", refused.GetRawText(), StringComparison.Ordinal);
        var change = told.OfType<HyperparameterEvent>().Single();
        Assert.Equal(("rate", "0.005"), (change.Command, change.Values.Single().To.GetRawText()));
        Assert.Contains(told.OfType<ReceiptEvent>(), r => r is { Command: "ten", State: Training.Control.ReceiptState.Applied });
        await SayAsync(socket, "stop");
        await server.FollowAsync(job.Id, JobStatus.Cancelled);
    }

    [Fact]
    public async Task Abuse_OfAWebSocket_ClosesItWithACodeAndAReason()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);

        var result = await NodeScript.RunAsync("Api/Streams/socketAbuse.mjs", Url(server), job.Id.ToString());

        Assert.Equal("1009 A message is longer than 4096 bytes.", Texts(result.GetProperty("long"), "code", "reason"));
        Assert.StartsWith("1009", Texts(result.GetProperty("huge"), "code", "reason"), StringComparison.Ordinal);
        Assert.Equal("1003 Expected text messages.", Texts(result.GetProperty("binary"), "code", "reason"));
        Assert.Equal("1008 More than 50 messages in a second.", Texts(result.GetProperty("flood"), "code", "reason"));
        Assert.Equal("1000", Texts(result.GetProperty("goodBye"), "code"));
        // .NET's WebSocket closes by itself on text that is none; its code may be lost with the connection.
        Assert.Contains(Texts(result.GetProperty("noText"), "code"), new[] { "1006", "1007" });
        Assert.Equal("400", Texts(result.GetProperty("badAfter"), "code"));
        Assert.Equal("400", Texts(result.GetProperty("badBehind"), "code"));
        Assert.Equal(JobStatus.Running, (await server.JobAsync(job.Id)).Status);
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 0, "no reader is left behind");
    }

    [Fact]
    public async Task WebSocket_WhenTheDashboardStops_IsClosedAsGoingAway()
    {
        using var paced = new PacedTrainer();
        var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/training/{job.Id}/ws"), Eventually.Deadline());
        await socket.ReceiveAsync(new byte[64 * 1024], Eventually.Deadline());

        var stopping = server.DisposeAsync();
        WebSocketReceiveResult received;
        do
            received = await socket.ReceiveAsync(new byte[64 * 1024], Eventually.Deadline());
        while (received.MessageType != WebSocketMessageType.Close);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Eventually.Deadline());
        await stopping;

        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "The dashboard is shutting down."), (received.CloseStatus, received.CloseStatusDescription));
    }

    [Fact]
    public async Task WebSocket_OfAnotherSitesPage_IsRefused()
    {
        await using var server = await DashboardServer.StartAsync(ScriptedTrainer.Reporting("quick", 1));
        var job = await server.StartJobAsync("quick");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/training/{job.Id}/ws"), Eventually.Deadline()));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    private static string Url(DashboardServer server) => $"http://{server.Address.Authority}";

    private static string Texts(JsonElement json, params string[] fields) => string.Join(' ', fields.Select(f => json.GetProperty(f).ToString()));

    private static Task SayAsync(ClientWebSocket socket, string text)
        => socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Eventually.Deadline());

    private static async Task<JsonElement> HearAsync(ClientWebSocket socket, Func<JsonElement, bool> wanted)
    {
        var part = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(part, Eventually.Deadline());
            message.Write(part, 0, received.Count);
            if (!received.EndOfMessage)
                continue;
            using var json = JsonDocument.Parse(message.ToArray());
            if (wanted(json.RootElement))
                return json.RootElement.Clone();
            message.SetLength(0);
        }
    }
}
