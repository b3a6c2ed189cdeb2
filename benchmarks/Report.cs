using System.Globalization;
using TrainingDashboard.Benchmarks.Data;
using TrainingDashboard.Benchmarks.Loop;
using TrainingDashboard.Benchmarks.Storage;
using TrainingDashboard.Benchmarks.Trainers;

namespace TrainingDashboard.Benchmarks;

/// <summary>Runs every comparison and prints its table. Ratios are between servers of one run; absolutes are this machine's.</summary>
internal static class Report
{
    /// <summary>What can be measured, in order.</summary>
    public static IReadOnlyDictionary<string, Func<int, Task>> Sections { get; } = new Dictionary<string, Func<int, Task>>
    {
        ["freshness"] = FanOutReport.FreshnessAsync,
        ["fan-out"] = FanOutReport.ThroughputAsync,
        ["memory"] = _ => MemoryReport.PrintAsync(),
        ["loop"] = LoopReport.PrintAsync,
        ["ingest"] = IngestReport.PrintAsync,
        ["reading"] = ReadReport.PrintAsync,
        ["trainers"] = TrainersReport.PrintAsync,
        ["data"] = ProfileReport.PrintAsync,
    };

    /// <summary>Prints a line in one language, whatever the machine speaks.</summary>
    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
