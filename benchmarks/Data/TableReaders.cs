using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using nietras.SeparatedValues;
using Sylvan.Data.Csv;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Benchmarks.Data;

/// <summary>Readers of <see cref="BigTable"/>, each run in a process of its own, so that its memory is its own.</summary>
/// <remarks>Not bound to one core: there the runtime waits ten times as long before it compiles well, which is not what is asked about.</remarks>
internal static class TableReaders
{
    private static readonly int[] s_numbers = [0, 1, 2, 3, 7];

    private static readonly Dictionary<string, Func<string, Task<int>>> s_readers = new()
    {
        ["profile"] = ProfileAsync,
        ["sep"] = path => Task.FromResult(Sep(path)),
        ["sylvan"] = path => Task.FromResult(Sylvan(path)),
    };

    /// <summary>Starts a process that reads the file.</summary>
    public static async Task<TableReading> RunAsync(string reader, BigTable table)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(TableReaders).Assembly.Location, "read", reader, table.Path])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var reading = process.ExitCode == 0
            ? JsonSerializer.Deserialize<TableReading>(said)!
            : throw new InvalidOperationException($"{reader} failed; what it said is above.");
        return reading.Rows == table.Rows
            ? reading
            : throw new InvalidOperationException($"{reader} read {reading.Rows} rows of {table.Rows}.");
    }

    /// <summary>Reads the file in this process and prints what it took.</summary>
    public static async Task ReadAsync(string reader, string path)
    {
        var rows = await s_readers[reader](path);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new TableReading(rows, self.TotalProcessorTime.TotalSeconds, self.PeakWorkingSet64 / 1e6)));
    }

    /// <summary>Everything that the page for a new dataset shows: types, missing, distinct, range, histogram, findings.</summary>
    private static async Task<int> ProfileAsync(string path)
    {
        var limits = new DatasetLimits { MaxFileBytes = long.MaxValue, MaxRows = int.MaxValue, MaxCells = long.MaxValue, MaxPreparedValues = long.MaxValue };
        var folder = Path.GetDirectoryName(path)!;
        var catalog = new DatasetCatalog(new DatasetsOptions { StorageFolder = Path.Combine(folder, "storage"), DataDirectory = folder, Limits = limits }, TimeProvider.System);
        using var draft = catalog.Register(Path.GetFileName(path));
        return (await draft.ExamineAsync(DatasetChoices.None, default)).Samples;
    }

    /// <summary>Splits the file and parses its columns of numbers.</summary>
    private static int Sep(string path)
    {
        var (rows, sum) = (0, 0.0);
        using var reader = new Sep(',').Reader(options => options with { CultureInfo = CultureInfo.InvariantCulture }).FromFile(path);
        foreach (var row in reader)
        {
            rows++;
            foreach (var column in s_numbers)
                sum += row[column].Parse<double>();
        }

        return double.IsFinite(sum) ? rows : -1;
    }

    /// <summary>The same.</summary>
    private static int Sylvan(string path)
    {
        var (rows, sum) = (0, 0.0);
        using var reader = CsvDataReader.Create(path);
        while (reader.Read())
        {
            rows++;
            foreach (var column in s_numbers)
                sum += reader.GetDouble(column);
        }

        return double.IsFinite(sum) ? rows : -1;
    }
}

/// <summary>What one reading took.</summary>
/// <param name="Rows">Rows below the header.</param>
/// <param name="Seconds">Processor time of the whole process, its start and its other threads included, so that other load counts little.</param>
/// <param name="Megabytes">The most resident memory that the process had.</param>
internal sealed record TableReading(int Rows, double Seconds, double Megabytes);
