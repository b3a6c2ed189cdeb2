using System.Text.Json.Serialization;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Choices;

/// <summary>What a person says about a dataset's files; whatever is null is found out from them.</summary>
public sealed record DatasetChoices
{
    /// <summary>Nothing said.</summary>
    public static DatasetChoices None { get; } = new();

    /// <summary>What the files hold, where their names do not tell.</summary>
    public DatasetKind? Kind { get; init; }

    /// <summary>Part of the samples that is kept for testing only, 0 to 0.9; 0 for none.</summary>
    public double? TestFraction { get; init; }

    /// <summary>Tables and texts: how characters are written as bytes.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>Between cells: <c>,</c>, <c>;</c>, <c>|</c>, a tab, a space, or <c>spaces</c> for runs of spaces and tabs.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Around cells that hold a delimiter: <c>"</c>, <c>'</c>, or empty for nothing.</summary>
    public string? Quote { get; init; }

    /// <summary>What stands before a quote that is part of a quoted cell: <c>\</c>, or empty where such a quote is doubled.</summary>
    public string? Escape { get; init; }

    /// <summary>What lines that are passed over begin with; empty for nothing.</summary>
    public string? Comment { get; init; }

    /// <summary>The decimal mark: a point or a comma.</summary>
    public string? Decimal { get; init; }

    /// <summary>Whether the first row names the columns.</summary>
    [JsonPropertyName("header")]
    public bool? HasHeader { get; init; }

    /// <summary>Lines before the table, which are passed over, 0 to 1,000.</summary>
    public int? SkipLines { get; init; }

    /// <summary>Rows after the one that names the columns which are no data, as a line of units, 0 to 1,000.</summary>
    public int? SkipRows { get; init; }

    /// <summary>What stands for a missing value, beside an empty cell, in any column.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>What stands for a missing value besides: besides <see cref="Missing"/>, or besides the usual words.</summary>
    public IReadOnlyList<string>? AlsoMissing { get; init; }

    /// <summary>All words that stand for a missing value in any column.</summary>
    internal IReadOnlyList<string> AllMissing => AlsoMissing is null ? Missing ?? MissingWords.Default : [.. Missing ?? MissingWords.Default, .. AlsoMissing];

    /// <summary>Whether rows with too many or too few cells, and images that are broken, are passed over; else they are refused.</summary>
    public bool? SkipBad { get; init; }

    /// <summary>The column to predict: its name, or its number from 1.</summary>
    public string? Target { get; init; }

    /// <summary>Classes or numbers.</summary>
    public TableTask? Task { get; init; }

    /// <summary>What becomes of missing numbers and dates where their column says nothing: mean, median or drop.</summary>
    public MissingRule? MissingNumbers { get; init; }

    /// <summary>What becomes of missing categories where their column says nothing: own or drop.</summary>
    public MissingRule? MissingCategories { get; init; }

    /// <summary>What is said of some columns, by name or number from 1.</summary>
    public IReadOnlyDictionary<string, ColumnChoices>? Columns { get; init; }

    /// <summary>Images: pixels in a row, to which all are brought, 1 to 1,024.</summary>
    public int? Width { get; init; }

    /// <summary>Images: rows of pixels, to which all are brought, 1 to 1,024.</summary>
    public int? Height { get; init; }

    /// <summary>Images: whether colours become shades of grey.</summary>
    public bool? Grey { get; init; }

    /// <summary>What is said here, and of the rest what other choices say.</summary>
    public DatasetChoices Over(DatasetChoices other)
    {
        var columns = new Dictionary<string, ColumnChoices>(other.Columns ?? new Dictionary<string, ColumnChoices>(), StringComparer.Ordinal);
        foreach (var (name, said) in Columns ?? new Dictionary<string, ColumnChoices>())
            columns[name] = said.Over(columns.GetValueOrDefault(name));
        return new DatasetChoices
        {
            Kind = Kind ?? other.Kind,
            TestFraction = TestFraction ?? other.TestFraction,
            Encoding = Encoding ?? other.Encoding,
            Delimiter = Delimiter ?? other.Delimiter,
            Quote = Quote ?? other.Quote,
            Escape = Escape ?? other.Escape,
            Comment = Comment ?? other.Comment,
            Decimal = Decimal ?? other.Decimal,
            HasHeader = HasHeader ?? other.HasHeader,
            SkipLines = SkipLines ?? other.SkipLines,
            SkipRows = SkipRows ?? other.SkipRows,
            Missing = Missing ?? other.Missing,
            AlsoMissing = AlsoMissing ?? other.AlsoMissing,
            SkipBad = SkipBad ?? other.SkipBad,
            Target = Target ?? other.Target,
            Task = Task ?? other.Task,
            MissingNumbers = MissingNumbers ?? other.MissingNumbers,
            MissingCategories = MissingCategories ?? other.MissingCategories,
            Columns = columns.Count > 0 ? columns : null,
            Width = Width ?? other.Width,
            Height = Height ?? other.Height,
            Grey = Grey ?? other.Grey,
        };
    }
}
