using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api.Streams;

/// <summary>The property everything rests on: however often a connection breaks, what was received is what is stored, once each.</summary>
[Collection(Alone.Name)]
public sealed class BrokenConnectionTests
{
    /// <summary>TRAININGDASHBOARD_KILLS sets another number.</summary>
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("TRAININGDASHBOARD_KILLS"), out var kills) ? kills : 40;

    [Theory]
    [InlineData("httpChaos.mjs", "204")]
    [InlineData("eventSourceChaos.mjs", "204")]
    [InlineData("socketChaos.mjs", """{"code":1000,"reason":"The job has ended."}""")]
    [InlineData("hubChaos.mjs", "True")]
    public async Task Events_OverConnectionsThatBreakAtRandom_AreExactlyTheStoredOnesOnceEach(string client, string end)
    {
        var trainer = new BusyTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:FlushMilliseconds", "10"], trainer);
        var job = await server.StartJobAsync("busy");
        await server.FollowAsync(job.Id, JobStatus.Running);
        var (steps, seconds) = (trainer.Steps, trainer.Seconds);

        using var script = NodeScript.Start($"Api/Streams/{client}", $"http://{server.Address.Authority}", job.Id.ToString(), $"{s_kills}", "1234");
        await Eventually.IsAsync(() => script.Said.Contains("done", StringComparison.Ordinal), "all connections that were to break have broken", TimeSpan.FromMinutes(4));
        // A point of loss, accuracy, learning rate, gradient norm and speed with each step.
        var pointsPerSecond = 5 * (trainer.Steps - steps) / (trainer.Seconds - seconds);
        await server.SendAsync(job.Id, CommandAction.Stop);
        var result = await script.ResultAsync();

        var stored = (await server.StoredAsync(job.Id)).Select(e => e.Seq).ToArray();
        Assert.Equal(Enumerable.Range(1, stored.Length).Select(i => (long)i), stored);
        Assert.Equal(stored, result.GetProperty("seqs").EnumerateArray().Select(s => s.GetInt64()));
        Assert.Equal((s_kills, 0, "cancelled", end), (
            result.GetProperty("kills").GetInt32(), result.GetProperty("badIds").GetInt32(),
            result.GetProperty("status").GetString(), result.GetProperty("end").ToString()));
        // Many of the connections had something to say before they broke.
        Assert.InRange(result.GetProperty("useful").GetInt32(), s_kills / 10, s_kills + 1);
        Assert.True(pointsPerSecond >= 1_000, $"Only {pointsPerSecond:F0} points a second were reported.");
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 0, "no reader is left behind");
    }
}
