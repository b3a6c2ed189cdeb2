using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Benchmarks.Storage;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web;

namespace TrainingDashboard.Benchmarks.Loop;

/// <summary>
/// What reporting costs a loop in the whole dashboard, run in this process, while every step is stored and streamed to
/// readers of the feed; against a Celery task that calls update_state at each step.
/// </summary>
internal static class LoopReport
{
    private const int StepsPerSecond = 1_000;
    private const int Steps = 10 * StepsPerSecond;
    private const int Viewers = 500;
    private const int SlowEvery = 20;
    private const string Loss = SeriesNames.Loss;
    private static readonly TimeSpan s_slowness = TimeSpan.FromSeconds(1);

    /// <summary>Measures and prints.</summary>
    /// <param name="runs">How often each; medians are printed.</param>
    public static async Task PrintAsync(int runs)
    {
        var (own, peer) = (new List<LoopCost>(), new List<LoopCost>());
        await RunAsync();
        for (var run = 0; run < runs; run++)
        {
            own.Add(await RunAsync());
            peer.Add(await CeleryTask.RunAsync(Steps / 4, StepsPerSecond));
        }

        var mean = Median(own, c => c.Mean);
        TargetTable.Begin($"The loop's cost: {StepsPerSecond:N0} steps/s, {Viewers} readers of the feed of which {Viewers / SlowEvery} sleep {s_slowness.TotalSeconds} s after each delivery (median of {runs} runs)");
        TargetTable.AtMost("a step's report and control point, mean", mean, 1.5, "µs");
        TargetTable.Known("the same, median", Median(own, c => c.P50), "µs");
        TargetTable.Known("the same, p99", Median(own, c => c.P99), "µs");
        TargetTable.AtMost("of the loop's time", mean * StepsPerSecond / 1e6 * 100, 0.2, "%");
        TargetTable.Exactly("steps stored, fewest of all runs", own.Min(c => c.Stored), Steps);
        TargetTable.Exactly("steps that reached the worst-off reader, fewest of all runs", own.Min(c => c.Received), Steps);
        TargetTable.Known("Celery's update_state with Redis, mean", Median(peer, c => c.Mean), "µs");
        TargetTable.Known("the same, p99", Median(peer, c => c.P99), "µs");
        TargetTable.AtLeast("update_state over a step here", Median(peer, c => c.Mean) / mean, 240, "×");
    }

    private static async Task<LoopCost> RunAsync()
    {
        var storage = Directory.CreateTempSubdirectory("bench-").FullName;
        var trainer = new PacedTrainer(Steps, StepsPerSecond);
        try
        {
            await using var app = DashboardApp.Build(
                ["--urls", "http://127.0.0.1:0", "--contentRoot", AppContext.BaseDirectory, "--Storage:Path", storage, "--Logging:LogLevel:Default", "Error"],
                builder => builder.Services.AddSingleton<ITrainer>(trainer));
            await app.StartAsync();
            var job = await app.Services.GetRequiredService<JobControl>().StartAsync(new StartRequest { Trainer = "paced" }, default);
            var feed = (await app.Services.GetRequiredService<JobFeeds>().FindAsync(job.Id, default))!;
            var received = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(viewer => Task.Run(() => ReadAsync(feed, viewer % SlowEvery == 0))));
            var stored = (await app.Services.GetRequiredService<ISeriesStore>().ListAsync(job.Id, default)).Single(s => s.Name == Loss);
            await app.StopAsync();
            return LoopCost.Of(trainer.Microseconds) with { Stored = stored.Count, Received = received.Min() };
        }
        finally
        {
            Directory.Delete(storage, recursive: true);
        }
    }

    /// <returns>Steps that came, each once and in order.</returns>
    private static async Task<long> ReadAsync(JobFeed feed, bool slow)
    {
        long steps = 0;
        await foreach (var delivery in feed.ReadAsync(after: 0, CancellationToken.None))
        {
            foreach (var frame in delivery.Frames)
            {
                // As a connection would: the bytes that all share.
                if (frame.Json.Count != frame.Events.Count)
                    throw new InvalidOperationException("A frame is not whole.");
                foreach (var step in frame.Events.OfType<MetricsEvent>().SelectMany(e => e.Blocks).Where(b => b.Series.ContainsKey(Loss)).SelectMany(b => b.Steps))
                    steps += step == steps + 1 ? 1 : throw new InvalidOperationException($"Step {step} came after {steps}.");
            }

            if (slow)
                await Task.Delay(s_slowness);
        }

        return steps;
    }

    private static double Median(IEnumerable<LoopCost> runs, Func<LoopCost, double> figure) => TargetTable.Median(runs.Select(figure));
}
