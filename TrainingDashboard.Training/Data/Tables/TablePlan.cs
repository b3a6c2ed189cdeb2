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
internal sealed record TablePlan(
    TextEncoding Encoding, CsvLayout Layout, char Decimal, IReadOnlyList<string> Missing, IReadOnlyList<string> MissingAmongNumbers)
{
    public CellReader Cells => new((byte)Decimal, new MissingWords(Missing, ignoreCase: false), new MissingWords(MissingAmongNumbers, ignoreCase: true));

    /// <summary>The plan that a reading follows from.</summary>
    public static TablePlan Of(TableReading reading) => new(
        reading.Encoding,
        new CsvLayout(reading.Dialect, reading.HasHeader, reading.SkipLines, reading.Columns.Count),
        reading.Decimal[0], reading.Missing, reading.MissingAmongNumbers);
}
