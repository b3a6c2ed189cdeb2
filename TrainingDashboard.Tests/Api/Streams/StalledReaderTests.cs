using System.Net.Sockets;
using System.Text;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api.Streams;

/// <summary>A client that connects and never reads is closed after its time; the loop and the other readers do not notice.</summary>
[Collection(Alone.Name)]
public sealed class StalledReaderTests
{
    private const int Lines = 2_000;

    [Theory]
    [InlineData("stream", "")]
    [InlineData("ws", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n")]
    public async Task Reader_ThatNeverReads_IsClosedAndNobodyNotices(string route, string headers)
    {
        // Some sixteen megabytes: more than the sockets of both sides hold.
        using var gate = new ManualResetEventSlim();
        await using var server = await DashboardServer.StartAsync(null, ["--Streams:StalledSeconds", "1"], new ScriptedTrainer("wordy", context =>
        {
            gate.Wait(context.Stopping);
            for (var i = 0; i < Lines; i++)
                context.Log(new string('x', LogEvent.MaximumLength));
        }));
        var job = await server.StartJobAsync("wordy");
        await server.FollowAsync(job.Id, JobStatus.Running);
        var feed = server.Feeds.Open(job);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes($"GET /training/{job.Id}/{route}?after=0 HTTP/1.1\r\nHost: {server.Address.Authority}\r\n{headers}\r\n"));
        await Eventually.IsAsync(() => feed.Readers == 1, "the client is served");

        gate.Set();
        var other = await server.FollowAsync(job.Id);

        other.AreGapFree();
        Assert.Equal(Lines, other.OfType<LogEvent>().Count(l => l.Text.Length == LogEvent.MaximumLength));
        Assert.Equal(JobStatus.Completed, (await server.JobAsync(job.Id)).Status);
        await Eventually.IsAsync(() => feed.Readers == 0, "the client that does not read is let go");
        await Eventually.IsAsync(() => IsCutOffAsync(client), "the client finds itself cut off");
    }

    // What lies in the sockets' memory can still be read; then comes the end, long before everything was sent.
    private static async Task<bool> IsCutOffAsync(Socket client)
    {
        var buffer = new byte[1 << 20];
        var total = 0L;
        try
        {
            int read;
            while ((read = await client.ReceiveAsync(buffer, Eventually.Deadline())) > 0)
                total += read;
        }
        catch (SocketException)
        {
        }

        return total < (long)Lines * LogEvent.MaximumLength;
    }
}
