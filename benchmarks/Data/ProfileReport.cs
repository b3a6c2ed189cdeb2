namespace TrainingDashboard.Benchmarks.Data;

/// <summary>What it takes to profile a large table, beside what readers need that only split it and parse its numbers.</summary>
internal static class ProfileReport
{
    private const long Bytes = 1_000_000_000;

    /// <summary>Measures and prints.</summary>
    /// <param name="runs">How often each; medians are printed.</param>
    public static async Task PrintAsync(int runs)
    {
        using var table = new BigTable(Bytes);
        var (own, sep, sylvan) = (new List<TableReading>(), new List<TableReading>(), new List<TableReading>());
        for (var run = 0; run < runs; run++)
        {
            own.Add(await TableReaders.RunAsync("profile", table));
            sep.Add(await TableReaders.RunAsync("sep", table));
            sylvan.Add(await TableReaders.RunAsync("sylvan", table));
        }

        TargetTable.Begin($"A CSV file of {table.Bytes / 1e9:0.00} GB, {table.Rows:N0} rows of 10 columns, per second of processor time (median of {runs} runs)");
        TargetTable.AtLeast("profiled: types, missing, distinct, range, histogram, findings", Speed(own), 150, "MB/s");
        TargetTable.AtMost("its peak memory", own.Max(reading => reading.Megabytes), 200, "MB");
        TargetTable.Known("Sep: split, and five columns parsed to double", Speed(sep), "MB/s");
        TargetTable.Known("its peak memory", sep.Max(reading => reading.Megabytes), "MB");
        TargetTable.Known("Sylvan.Data.Csv: the same", Speed(sylvan), "MB/s");
        TargetTable.Known("its peak memory", sylvan.Max(reading => reading.Megabytes), "MB");

        double Speed(List<TableReading> readings) => TargetTable.Median(readings.Select(reading => table.Bytes / 1e6 / reading.Seconds));
    }
}
