using System.Text.Json.Serialization;
using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>What a look at a whole table shows, and how it is going to be read.</summary>
public sealed record TableProfile
{
    /// <summary>How it is read.</summary>
    [JsonIgnore]
    public TableReading Reading { get; init; } = new() { Delimiter = "" };

    /// <summary>Rows that samples are made of, those for testing included.</summary>
    public required int Rows { get; init; }

    /// <summary>Numbers that a row becomes for a model.</summary>
    public int PreparedWidth { get; init; }

    /// <summary>Of the rows, those of the file for testing.</summary>
    public int TestRows { get; init; }

    /// <summary>Rows that are passed over, as they have no target, a missing value or another number of cells.</summary>
    public long RowsPassedOver { get; init; }

    /// <summary>All columns in file order.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }

    /// <summary>What there is to know or to decide, problems first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The first lines of the file as they are, at most 12, long ones cut.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The first rows, at most 10, cells longer than 100 characters cut.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Head { get; init; } = [];

    /// <summary>Samples of each class, in class order; empty if the target is a number or there are too many.</summary>
    [JsonIgnore]
    public IReadOnlyList<ClassCount> ClassCounts { get; init; } = [];

    /// <summary>Why it cannot be taken in as it is; null if it can.</summary>
    internal Finding? Problem => Findings.FirstOrDefault(finding => finding.Level == FindingLevel.Problem);
}

/// <summary>What a column holds.</summary>
/// <param name="Name">The column.</param>
/// <param name="Type">How it is read.</param>
/// <param name="IsTarget">Whether it is what is learnt.</param>
/// <param name="IsChosen">Whether somebody chose its type.</param>
/// <param name="MissingRule">What becomes of missing values.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="IsAbout">Whether <see cref="Distinct"/> is about right only.</param>
/// <param name="Minimum">Least number, or first date; null for others.</param>
/// <param name="Maximum">Greatest number, or last date; null for others.</param>
/// <param name="Mean">Mean of the numbers; null for others.</param>
/// <param name="Histogram">Bars of the numbers, or the most frequent categories.</param>
/// <param name="Examples">Some values, in file order.</param>
/// <param name="DateOrder">How dates are written; null where there is no doubt.</param>
/// <param name="Decimal">Its own decimal mark; null for that of the table.</param>
/// <param name="Unit">What stands after each number, which is left out; null for nothing.</param>
/// <param name="AlsoMissing">What stands for a missing value in it alone; null for nothing.</param>
public sealed record ColumnProfile(
    string Name, ColumnType Type, bool IsTarget, bool IsChosen, MissingRule? MissingRule, long Missing, long Distinct, bool IsAbout,
    string? Minimum, string? Maximum, double? Mean, IReadOnlyList<ColumnBar> Histogram, IReadOnlyList<string> Examples, Cells.DateOrder? DateOrder,
    string? Decimal = null, string? Unit = null, IReadOnlyList<string>? AlsoMissing = null);

/// <summary>A bar of a histogram.</summary>
/// <param name="Label">The category, or where the bar begins and ends.</param>
/// <param name="Count">Cells in it.</param>
public sealed record ColumnBar(string Label, long Count);
