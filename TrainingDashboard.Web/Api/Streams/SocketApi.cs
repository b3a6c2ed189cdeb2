using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary><c>GET /training/{job_id}/ws</c>: the feed out and commands in, as JSON messages over a WebSocket.</summary>
internal sealed class SocketApi(
    JobFeeds feeds, JobBoard board, JobControl control, IOptions<StreamOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<SocketApi> logger)
{
    public async Task ServeAsync(HttpContext context)
    {
        var request = await StreamRequest.ReadAsync(context.Request, feeds, context.RequestAborted);
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.Connection = "Upgrade";
            await Results.Problem(
                title: "Upgrade required",
                detail: "This address speaks WebSocket only. Server-sent events are at /training/JOB_ID/stream.",
                statusCode: StatusCodes.Status426UpgradeRequired).ExecuteAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = options.Value.Heartbeat,
            KeepAliveTimeout = options.Value.Stalled,
        });
        using var sink = new SocketSink(socket, options.Value.Stalled, time);
        var commands = new SocketCommands(socket, sink, control, request.Feed.Job.Id, time);
        // Signs of life are the socket's own pings.
        var pump = new StreamPump(request, board, sink, heartbeat: null, time);
        await new SocketSession(socket, sink, commands, pump).RunAsync(
            stalled: () => logger.LogStalled("WebSocket", request.Feed.Job.Id, options.Value.StalledSeconds),
            lifetime.ApplicationStopping);
    }
}
