using System.Net.WebSockets;
using System.Text;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Hub;

namespace TrainingDashboard.Tests.Hub;

/// <summary>Clients that open all the streams they may and read nothing: they share what waits for them.</summary>
[Collection(Alone.Name)]
public sealed class StalledStreamsTests
{
    private const int Connections = 20;
    private const int Series = 60;
    private const int Steps = 1_500;

    [Fact]
    public async Task Snapshots_OfManyStreamsThatAreNotRead_AreHeldOnce()
    {
        using var gate = new ManualResetEventSlim();
        var wide = new ScriptedTrainer("wide", context =>
        {
            foreach (var _ in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([.. Enumerable.Range(0, Steps)], 1))
                {
                    for (var series = 0; series < Series; series++)
                        context.Report($"s/{series}", Math.Sin(rows.Span[0] * series));
                    context.Report(new StepReport(rows.Span[0], 0.5, 0.1, 1, 1));
                }

                gate.Wait(context.Stopping);
            }
        });
        await using var server = await DashboardServer.StartAsync(wide);
        var job = await server.StartJobAsync("wide");
        await server.FollowAsync(job.Id, step: Steps);
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < Connections; i++)
        {
            var socket = new ClientWebSocket();
            sockets.Add(socket);
            await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/hubs/training"), Eventually.Deadline());
            var said = new StringBuilder("{\"protocol\":\"json\",\"version\":1}\u001e");
            for (var stream = 0; stream < OpenStreams.Limit; stream++)
                said.Append($"{{\"type\":4,\"invocationId\":\"{stream}\",\"target\":\"Watch\",\"arguments\":[\"{job.Id}\",null]}}\u001e");
            await socket.SendAsync(Encoding.ASCII.GetBytes(said.ToString()), WebSocketMessageType.Text, true, Eventually.Deadline());
        }

        await Eventually.IsAsync(() => feed.Readers == Connections * OpenStreams.Limit, "all streams are open");
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        // One message waits in each connection, in buffers that have doubled as it grew; what it is made from is there once, or a few times
        // where opening takes long. A snapshot of its own for each stream would be some gigabytes.
        var message = (await feed.SnapshotAsync(default)).Series.Sum(series => series.Steps.Count) * 60L;
        Assert.InRange(held, 0, (Connections * 4 * message) + (100 << 20));
        sockets.ForEach(socket => socket.Dispose());
        await Eventually.IsAsync(() => feed.Readers == 0, "no reader is left behind");
        gate.Set();
    }
}
