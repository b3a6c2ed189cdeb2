using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Benchmarks.Storage;

/// <summary>What it costs to keep points: from the loop's call to the file, pyramids and feed included.</summary>
internal static class IngestReport
{
    private const int Steps = 2_000_000;
    private const int SeriesOfAStep = 5;
    private const int SlowSteps = 200_000;
    private const int StepsInSlowFlush = 50;
    private const int PeerPoints = 1_000_000;
    private const int WarmUps = 2;

    /// <summary>Measures and prints.</summary>
    /// <param name="runs">How often each; medians are printed.</param>
    public static async Task PrintAsync(int runs)
    {
        var reports = Curves.Make(Steps);
        var (own, store, slow, peer) = (new List<Ingest>(), new List<Ingest>(), new List<Ingest>(), new List<Ingest>());
        // The first rounds are for the compiler, which a server that trains for hours has long done with.
        for (var run = -WarmUps; run < runs; run++)
        {
            own.Add(await FastAsync(reports));
            store.Add(await FlushesAsync(reports, Steps, MetricBuffer.RowsInBlock));
            slow.Add(await FlushesAsync(reports, SlowSteps, StepsInSlowFlush));
            peer.Add(Peer(reports));
        }

        foreach (var measured in (List<Ingest>[])[own, store, slow, peer])
            measured.RemoveRange(0, WarmUps);
        var rate = Median(own, i => i.PointsPerCoreSecond);
        var others = Median(peer, i => i.PointsPerCoreSecond);
        TargetTable.Begin($"Durable ingest: {Steps:N0} steps of {SeriesOfAStep} series, as fast as the loop can (median of {runs} runs)");
        TargetTable.AtLeast("points a core-second, from the loop's call to the file, the pyramid and the feed", rate, 10_000_000, "");
        TargetTable.AtLeast("the same over a row for each point in SQLite, 1,000 a transaction", rate / others, 17, "×");
        var stored = Median(store, i => i.PointsPerCoreSecond);
        TargetTable.AtLeast($"points a core-second from the flush on, {MetricBuffer.RowsInBlock:N0} steps a transaction", stored, 10_000_000, "");
        TargetTable.AtLeast("the same over a row for each point in SQLite", stored / others, 17, "×");
        TargetTable.AtMost("bytes a point in the file, pyramid included", Median(own, i => i.BytesPerPoint), 12, "B");
        TargetTable.AtMost("bytes a point in the file, without the pyramid", Median(own, i => i.BytesWithoutPyramid), 12, "B");
        TargetTable.Known($"the same in flushes of {StepsInSlowFlush} steps (1,000 steps/s): points a core-second", Median(slow, i => i.PointsPerCoreSecond), "");
        TargetTable.AtMost("and bytes a point, pyramid included", Median(slow, i => i.BytesPerPoint), 12, "B");
        TargetTable.AtMost("and bytes a point, without the pyramid", Median(slow, i => i.BytesWithoutPyramid), 12, "B");
        TargetTable.Known("row for each point: points a core-second", others, "");
        TargetTable.Known("row for each point: bytes a point", Median(peer, i => i.BytesPerPoint), "B");
    }

    private static async Task<Ingest> FastAsync(StepReport[] reports)
    {
        using var jobs = new StoredJobs();
        var feed = await jobs.BeginAsync();
        var before = Environment.CpuUsage.TotalTime;
        await StoredJobs.ReportAsync(feed, context =>
        {
            foreach (ref readonly var report in reports.AsSpan())
            {
                context.Pass();
                context.Report(report);
            }
        });
        return await jobs.ResultAsync(feed, before, (long)reports.Length * SeriesOfAStep);
    }

    private static async Task<Ingest> FlushesAsync(StepReport[] reports, int steps, int stepsInFlush)
    {
        using var jobs = new StoredJobs();
        var feed = await jobs.BeginAsync();
        var flushes = Flushes(reports, steps, stepsInFlush).ToArray();
        var before = Environment.CpuUsage.TotalTime;
        await StoredJobs.FlushAsync(feed, flushes);
        return await jobs.ResultAsync(feed, before, (long)steps * SeriesOfAStep);
    }

    private static IEnumerable<IReadOnlyList<MetricBlock>> Flushes(StepReport[] reports, int steps, int stepsInFlush)
    {
        var buffer = new MetricBuffer();
        var random = new Random(2);
        var time = 1_700_000_000_000.0;
        for (var step = 0; step < steps; step++)
        {
            // A step takes about a millisecond.
            var took = 0.9 + (0.2 * random.NextDouble());
            var report = reports[(int)((long)step * reports.Length / steps)];
            buffer.AddStep(step + 1, (long)(time += took), report.Loss, report.Accuracy, report.LearningRate, report.GradientNorm, report.Samples / (took / 1_000));
            if (buffer.Count == stepsInFlush || step == steps - 1)
                yield return buffer.Seal();
        }
    }

    private static Ingest Peer(StepReport[] reports)
    {
        using var table = new RowTable();
        var before = Environment.CpuUsage.TotalTime;
        table.Insert(Points(reports).Take(PeerPoints));
        var bytes = table.Measure();
        return new Ingest(PeerPoints, (Environment.CpuUsage.TotalTime - before).TotalSeconds, bytes, 0);
    }

    private static IEnumerable<(long Series, long Step, long Time, double Value)> Points(StepReport[] reports)
    {
        for (var step = 0; step < reports.Length; step++)
        {
            var report = reports[step];
            yield return (1, step, step, report.Loss);
            yield return (2, step, step, report.Accuracy ?? double.NaN);
            yield return (3, step, step, report.LearningRate);
            yield return (4, step, step, report.GradientNorm);
            yield return (5, step, step, report.Samples * 1_000.5);
        }
    }

    private static double Median(IEnumerable<Ingest> runs, Func<Ingest, double> figure) => TargetTable.Median(runs.Select(figure));
}
