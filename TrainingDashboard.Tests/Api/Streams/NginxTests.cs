using System.Diagnostics;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api.Streams;

/// <summary>Streams through a real nginx, its time-outs and the signs of life shortened in the same proportion: 60 s to 15 s.</summary>
[Collection(Alone.Name)]
public sealed class NginxTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    [NginxFact]
    public async Task Streams_ThroughNginx_OutliveItsTimeoutsAndArriveAtOnce()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Streams:HeartbeatSeconds", "0.5"], paced);
        // As in the README, with nginx's buffering left on: the stream's header turns it off.
        await using var nginx = await Nginx.StartAsync(server.Address, $"proxy_read_timeout {s_timeout.TotalSeconds}s;");
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);
        var url = $"http://{nginx.Address.Authority}";
        using var stream = NodeScript.Start("Api/Streams/watchSource.mjs", url, job.Id.ToString());
        using var socket = NodeScript.Start("Api/Streams/watchSocket.mjs", url, job.Id.ToString());
        var feed = server.Feeds.Open(job);
        await Eventually.IsAsync(() => feed.Readers == 2 && socket.Said.Contains("open", StringComparison.Ordinal), "both are served");

        // Silence of twice the time-out, but for the signs of life.
        var silence = Stopwatch.StartNew();
        await Eventually.IsAsync(() => silence.Elapsed > 2 * s_timeout, "the silence is over");
        Assert.Equal(2, feed.Readers);
        paced.Allow(1);
        await Eventually.IsAsync(() => socket.Said.Contains("events", StringComparison.Ordinal), "an event passes while the job still runs");
        paced.AllowAll();

        var heard = await stream.ResultAsync();
        Assert.Equal(2, heard.GetProperty("opened").GetInt32() + heard.GetProperty("snapshots").GetArrayLength());
        Assert.Equal("completed", heard.GetProperty("statuses").EnumerateArray().Last().GetProperty("body").GetProperty("status").GetString());
        Assert.Equal("1000", (await socket.ResultAsync()).GetProperty("code").ToString());
    }
}
