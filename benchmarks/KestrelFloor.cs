using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TrainingDashboard.Benchmarks;

/// <summary>
/// The least that Kestrel can do: a WebSocket a viewer, each update made into bytes once and written to each. No hub, no
/// store, no promise that a viewer gets everything.
/// </summary>
internal static class KestrelFloor
{
    public static async Task RunAsync(string url, double rate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        var viewers = new List<Channel<ReadOnlyMemory<byte>>>();
        app.UseWebSockets();
        app.MapGet("/healthz", () => "ok");
        app.Map("/ws", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var updates = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
            lock (viewers)
                viewers.Add(updates);
            await foreach (var update in updates.Reader.ReadAllAsync(context.RequestAborted))
                await socket.SendAsync(update, WebSocketMessageType.Text, true, context.RequestAborted);
        });
        await app.StartAsync();
        var metronome = new Thread(() => Publish(rate, viewers)) { IsBackground = true };
        metronome.Start();
        await app.WaitForShutdownAsync();
    }

    private static void Publish(double rate, List<Channel<ReadOnlyMemory<byte>>> viewers)
    {
        var due = MetronomeTrainer.Now;
        for (var step = 0L; ; step++)
        {
            due += (long)(1e9 / rate);
            MetronomeTrainer.WaitUntil(due);
            var update = Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"job_id": "1", "status": "running", "epoch": 1, "total_epochs": 10, "step": {{step}}, "loss": 0.5, "accuracy": 0.5, "progress": 0.0, "sent": {{MetronomeTrainer.Now}}}"""));
            lock (viewers)
            {
                foreach (var viewer in viewers)
                    viewer.Writer.TryWrite(update);
            }
        }
    }
}
