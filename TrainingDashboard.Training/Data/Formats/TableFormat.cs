using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Profile;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>A table in one file, and perhaps another one with the same columns for testing.</summary>
/// <param name="name">What the format is called.</param>
/// <param name="open">Opens its files.</param>
internal sealed class TableFormat(string name, Func<IReadOnlyList<DataFile>, DatasetLimits, ITableFiles> open) : IDatasetFormat
{
    public string Name => name;

    public DatasetKind Kind => DatasetKind.Table;

    public DatasetProfile Examine(FileSet files, DatasetChoices choices, DatasetLimits limits, CancellationToken cancellationToken)
    {
        var table = TableProfiler.Profile(Open(files, limits), choices, limits, cancellationToken);
        var fraction = files.Test is null ? choices.TestFraction ?? 0 : 0;
        return new DatasetProfile
        {
            Kind = Kind,
            Format = name,
            Samples = table.Rows,
            TestSamples = files.Test is null ? TestShare.Count(table.Rows, fraction) : table.TestRows,
            Classes = table.ClassCounts.Count,
            Shape = new SampleShape(1, 1, table.PreparedWidth),
            Reading = new DatasetReading { Table = table.Reading, TestFraction = fraction },
            Findings = table.Findings,
            Table = table,
            ClassCounts = table.ClassCounts,
        };
    }

    public Dataset Load(FileSet files, DatasetReading reading, DatasetLimits limits, CancellationToken cancellationToken) =>
        TableLoader.Load(Open(files, limits), reading.Table ?? throw new ArgumentException("Expected how the table is read.", nameof(reading)), limits, cancellationToken);

    private ITableFiles Open(FileSet files, DatasetLimits limits) => open(files.Test is null ? [files.Main] : [files.Main, files.Test], limits);
}
