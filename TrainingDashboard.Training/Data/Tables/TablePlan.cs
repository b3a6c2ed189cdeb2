using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>How the records of a table's files are read, before anything is decided of its columns.</summary>
/// <param name="Encoding">How characters are written.</param>
/// <param name="Layout">What splits a text, and where its header is.</param>
/// <param name="Decimal">The decimal mark.</param>
/// <param name="Missing">What stands for missing in any column.</param>
/// <param name="MissingAmongNumbers">What stands for it among numbers and dates.</param>
/// <param name="Formats">Columns that are written otherwise than the rest, by index.</param>
internal sealed record TablePlan(
    TextEncoding Encoding, CsvLayout Layout, char Decimal, IReadOnlyList<string> Missing, IReadOnlyList<string> MissingAmongNumbers, IReadOnlyDictionary<int, ColumnFormat>? Formats = null)
{
    /// <summary>How a column is written.</summary>
    public ColumnFormat FormatOf(int column) => Formats?.GetValueOrDefault(column) ?? ColumnFormat.None;

    /// <summary>Readers for the cells of each column.</summary>
    public CellReader[] CellsOf(int columns)
    {
        var (missing, amongNumbers) = (new MissingWords(Missing, ignoreCase: false), new MissingWords(MissingAmongNumbers, ignoreCase: true));
        var usual = new CellReader((byte)Decimal, missing, amongNumbers);
        return [.. Enumerable.Range(0, columns).Select(i => FormatOf(i) is var format && format == ColumnFormat.None ? usual : new CellReader(
            (byte)(format.Mark ?? Decimal),
            format.AlsoMissing is null ? missing : new MissingWords([.. Missing, .. format.AlsoMissing], ignoreCase: false),
            amongNumbers,
            format.Unit is null ? null : System.Text.Encoding.UTF8.GetBytes(format.Unit)))];
    }

    /// <summary>The plan that a reading follows from.</summary>
    public static TablePlan Of(TableReading reading) => new(
        reading.Encoding,
        new CsvLayout(reading.Dialect, reading.HasHeader, reading.SkipLines, reading.Columns.Count, SkipRows: reading.SkipRows),
        reading.Decimal[0], reading.Missing, reading.MissingAmongNumbers, FormatsOf(reading));

    private static Dictionary<int, ColumnFormat> FormatsOf(TableReading reading) => Enumerable.Range(0, reading.Columns.Count)
        .Where(i => reading.Columns[i] is { Decimal: not null } or { Unit: not null } or { AlsoMissing: not null })
        .ToDictionary(i => i, i => new ColumnFormat(reading.Columns[i].Decimal?[0], reading.Columns[i].Unit, reading.Columns[i].AlsoMissing));
}
