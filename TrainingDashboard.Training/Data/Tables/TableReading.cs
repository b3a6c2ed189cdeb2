using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>How a table is read, with nothing left to be found out: the same file read so gives the same table.</summary>
public sealed record TableReading
{
    /// <summary>How characters are written as bytes. UTF-8 for Parquet.</summary>
    public TextEncoding Encoding { get; init; }

    /// <summary>As in <see cref="DatasetChoices.Delimiter"/>; empty for Parquet.</summary>
    public required string Delimiter { get; init; }

    /// <summary>As in <see cref="DatasetChoices.Quote"/>.</summary>
    public string Quote { get; init; } = "\"";

    /// <summary>As in <see cref="DatasetChoices.Comment"/>.</summary>
    public string Comment { get; init; } = "";

    /// <summary>As in <see cref="DatasetChoices.Escape"/>.</summary>
    public string Escape { get; init; } = "";

    /// <summary>The decimal mark.</summary>
    public string Decimal { get; init; } = ".";

    /// <summary>Whether the first row after <see cref="SkipLines"/> names the columns.</summary>
    public bool HasHeader { get; init; }

    /// <summary>Lines before the table.</summary>
    public int SkipLines { get; init; }

    /// <summary>Rows before the first one that is data, after the one that names the columns.</summary>
    public int SkipRows { get; init; }

    /// <summary>What stands for a missing value in any column.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What stands for one among numbers and dates, in any case.</summary>
    public IReadOnlyList<string> MissingAmongNumbers { get; init; } = [];

    /// <summary>Whether rows with too many or too few cells are passed over.</summary>
    public bool SkipBad { get; init; }

    /// <summary>The column to predict, from 0.</summary>
    public int Target { get; init; }

    /// <summary>Classes or numbers.</summary>
    public TableTask Task { get; init; }

    /// <summary>All columns in file order.</summary>
    public IReadOnlyList<ColumnReading> Columns { get; init; } = [];

    internal CsvDialect Dialect => new(
        Delimiter == DelimiterWord.Spaces ? CsvDialect.Spaces : Delimiter.Length > 0 ? Delimiter[0] : ',',
        Quote.Length > 0 ? Quote[0] : null,
        Comment.Length > 0 ? Comment : null,
        Escape.Length > 0 ? Escape[0] : null);
}

/// <summary>How a column is read.</summary>
/// <param name="Name">From the header, made whole and told apart from others; or <c>column N</c>.</param>
/// <param name="Type">What its cells are.</param>
/// <param name="Missing">What becomes of missing values.</param>
/// <param name="DateOrder">How dates are written; null unless they are dates in doubt.</param>
/// <param name="HasDate">Of dates: whether they have a day.</param>
/// <param name="HasTime">Of dates: whether they have a time of day.</param>
/// <param name="Decimal">The decimal mark of this column; null for that of the table.</param>
/// <param name="Unit">What stands after each number, which is left out; null for nothing.</param>
/// <param name="AlsoMissing">What stands for a missing value in this column alone; null for nothing.</param>
/// <param name="DateNumbers">Of dates: what numbers among them count; null where they are no dates.</param>
public sealed record ColumnReading(
    string Name, ColumnType Type, MissingRule Missing = MissingRule.Mean, DateOrder? DateOrder = null, bool HasDate = false, bool HasTime = false,
    string? Decimal = null, string? Unit = null, IReadOnlyList<string>? AlsoMissing = null, DateNumbers? DateNumbers = null);
