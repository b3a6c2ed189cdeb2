using System.Diagnostics;
using System.Runtime.InteropServices;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Benchmarks.Storage;

/// <summary>What it takes to show what was kept: a window of a long series, and many series at a glance.</summary>
internal static class ReadReport
{
    private const int Points = 10_000_000;
    private const int Buckets = 2_400;
    private const int Windows = 200;
    private const int Jobs = 100;
    private const int SeriesOfAJob = 10;
    private const int StepsOfAJob = 10_000;
    private const int OverviewBuckets = 200;
    private const int RowsInFlush = 1_000;

    /// <summary>Measures and prints.</summary>
    /// <param name="runs">How often each; medians are printed.</param>
    public static async Task PrintAsync(int runs)
    {
        await PrintWindowsAsync(runs);
        await PrintOverviewAsync(runs);
    }

    private static async Task PrintWindowsAsync(int runs)
    {
        var loss = Curves.Make(Points).Select(report => report.Loss).ToArray();
        using var jobs = new StoredJobs();
        var feed = await jobs.BeginAsync();
        await StoredJobs.FlushAsync(feed, Flushes(Points, (steps, from) => new() { [SeriesNames.Loss] = loss[from..(from + steps)] }));
        using var table = new RowTable();
        table.Insert(loss.Select((value, i) => (1L, i + 1L, i * 10L, value)));

        var (all, whole, lttb, extremes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        await ReadAsync(jobs, feed, new Random(0));
        for (var run = 0; run < runs; run++)
        {
            var windows = await ReadAsync(jobs, feed, new Random(run + 1));
            all.Add(TargetTable.Percentile(windows, 0.95));
            whole.Add(await TimeAsync(() => jobs.Series.ReadAsync(feed.Job.Id, SeriesNames.Loss, null, null, Buckets, default)));
            lttb.Add(await TimeAsync(() => Task.FromResult(ChooseFrom(table))));
            extremes.Add(await TimeAsync(() => Task.FromResult(ExtremesFrom(table))));
        }

        var own = TargetTable.Median(whole);
        TargetTable.Begin($"A series of {Points:N0} points as {Buckets:N0} buckets ({Windows} random windows of every zoom a run, median of {runs} runs)");
        TargetTable.AtMost("p95 of all windows", TargetTable.Median(all), 10, "ms");
        TargetTable.Known("the whole series", own, "ms");
        TargetTable.AtLeast("LTTB of the rows of a row-per-point table, over the whole series here", TargetTable.Median(lttb) / own, 4, "×");
        TargetTable.AtLeast("min and max of them, over the whole series here", TargetTable.Median(extremes) / own, 4, "×");
    }

    private static async Task<List<double>> ReadAsync(StoredJobs jobs, JobFeed feed, Random random)
    {
        var times = new List<double>();
        for (var i = 0; i < Windows; i++)
        {
            // Zooms evenly on a logarithmic scale, from all of the series down to a few points.
            var length = (long)(Points * Math.Pow(1e-6, random.NextDouble()));
            var from = random.NextInt64(1, Points - length + 2);
            times.Add(await TimeAsync(() => jobs.Series.ReadAsync(feed.Job.Id, SeriesNames.Loss, from, from + length - 1, Buckets, default)));
        }

        return times;
    }

    private static int[] ChooseFrom(RowTable table)
    {
        var (steps, values) = table.Read(series: 1);
        return Lttb.Choose(CollectionsMarshal.AsSpan(steps), CollectionsMarshal.AsSpan(values), Buckets);
    }

    private static (double, double)[] ExtremesFrom(RowTable table)
        => Lttb.Extremes(CollectionsMarshal.AsSpan(table.Read(series: 1).Values), Buckets);

    private static async Task PrintOverviewAsync(int runs)
    {
        using var jobs = new StoredJobs();
        var reports = Curves.Make(StepsOfAJob);
        var ids = new List<JobId>();
        for (var job = 0; job < Jobs; job++)
        {
            var feed = await jobs.BeginAsync();
            await StoredJobs.FlushAsync(feed, Flushes(StepsOfAJob, (steps, from) => Enumerable.Range(0, SeriesOfAJob).ToDictionary(
                s => $"series{s}",
                s => reports.AsSpan(from, steps).ToArray().Select(r => s % 2 == 0 ? r.Loss * (s + 1) : r.GradientNorm * s).ToArray())));
            ids.Add(feed.Job.Id);
        }

        var (together, apart) = (new List<double>(), new List<double>());
        for (var run = -1; run < runs; run++)
        {
            together.Add(await TimeAsync(async () =>
            {
                foreach (var id in ids)
                    await jobs.Series.OverviewAsync(id, _ => OverviewBuckets, default);
                return true;
            }));
            apart.Add(await TimeAsync(async () =>
            {
                foreach (var id in ids)
                {
                    for (var s = 0; s < SeriesOfAJob; s++)
                        await jobs.Series.ReadAsync(id, $"series{s}", null, null, OverviewBuckets, default);
                }

                return true;
            }));
        }

        TargetTable.Begin($"{Jobs} jobs of {SeriesOfAJob} series of {StepsOfAJob:N0} steps, each series as about {OverviewBuckets} buckets (median of {runs} runs)");
        TargetTable.AtMost("a question for each job", TargetTable.Median(together.Skip(1)), 200, "ms");
        TargetTable.AtMost("a question for each series", TargetTable.Median(apart.Skip(1)), 200, "ms");
    }

    private static IEnumerable<IReadOnlyList<MetricBlock>> Flushes(int steps, Func<int, int, Dictionary<string, double[]>> series)
    {
        for (var from = 0; from < steps; from += RowsInFlush)
        {
            var first = from + 1L;
            var columns = series(RowsInFlush, from).ToDictionary(s => s.Key, s => (IReadOnlyList<double>)s.Value, StringComparer.Ordinal);
            long[] numbers = [.. Enumerable.Range(0, RowsInFlush).Select(i => first + i)];
            yield return [new MetricBlock(numbers, [.. numbers.Select(n => 1_700_000_000_000 + n)], columns)];
        }
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
