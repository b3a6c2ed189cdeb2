using TrainingDashboard.Benchmarks.Load;

namespace TrainingDashboard.Benchmarks;

/// <summary>What one run of one server gave.</summary>
/// <param name="P50">Median age of an update on arrival, milliseconds.</param>
/// <param name="P99">99th percentile of it.</param>
/// <param name="RecordsPerSecond">Records delivered to all viewers together.</param>
/// <param name="RecordsPerCoreSecond">The same for each second of the server's processor time.</param>
/// <param name="Core">The server's processor time as a share of its one core.</param>
/// <param name="Megabytes">The server's resident memory at the end.</param>
internal sealed record Measurement(double P50, double P99, double RecordsPerSecond, double RecordsPerCoreSecond, double Core, double Megabytes)
{
    /// <summary>Watches for a while what reaches the viewers and what it costs the server.</summary>
    public static async Task<Measurement> TakeAsync(ServerProcess server, Viewers viewers, TimeSpan warmUp, TimeSpan length)
    {
        await Task.Delay(warmUp);
        viewers.Reset();
        var processor = server.ProcessorSeconds;
        var began = MetronomeTrainer.Now;
        await Task.Delay(length);
        var seconds = (MetronomeTrainer.Now - began) / 1e9;
        var used = server.ProcessorSeconds - processor;
        var tally = viewers.Reset();
        return new Measurement(
            tally.Ages.Percentile(0.5), tally.Ages.Percentile(0.99), tally.Records / seconds, tally.Records / used, used / seconds, server.Megabytes);
    }

    /// <summary>The run whose 99th percentile is in the middle.</summary>
    public static Measurement Median(IEnumerable<Measurement> runs)
    {
        var ordered = runs.OrderBy(run => run.P99).ToArray();
        return ordered[ordered.Length / 2];
    }
}
