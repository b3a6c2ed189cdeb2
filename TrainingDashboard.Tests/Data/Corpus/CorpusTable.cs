using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>A table in the shape of one that people have, made in code, and what is meant by it.</summary>
internal sealed record CorpusTable(string Name)
{
    /// <summary>What the file is called.</summary>
    public string FileName { get; init; } = "table.csv";

    /// <summary>The file; null where <see cref="Columns"/> and <see cref="Dialect"/> make it.</summary>
    public byte[]? Content { get; init; }

    /// <summary>All columns, as written and as meant.</summary>
    public IReadOnlyList<CorpusColumn> Columns { get; init; } = [];

    /// <summary>How columns become a file.</summary>
    public CorpusDialect Dialect { get; init; } = new();

    /// <summary>The column to predict.</summary>
    public string Target { get; init; } = "";

    /// <summary>Classes or a number.</summary>
    public TableTask Task { get; init; }

    /// <summary>Rows taken in; those of the columns where it is not said.</summary>
    public int? Rows { get; init; }

    /// <summary>What a person chooses, one after another, at most two: mostly the label of an offer that a finding makes.</summary>
    public IReadOnlyList<CorpusChoice> Choices { get; init; } = [];

    /// <summary>What has to be told after these choices: a finding's code, and its column or null.</summary>
    public IReadOnlyList<(string Code, string? Column)> Told { get; init; } = [];

    /// <summary>What has to be told before any choice is made.</summary>
    public IReadOnlyList<(string Code, string? Column)> ToldFirst { get; init; } = [];

    /// <summary>Part of the sentence of the refusal that is meant; null if the table is to be taken in.</summary>
    public string? Refusal { get; init; }

    /// <summary>The file.</summary>
    public byte[] Bytes => Content ?? Dialect.Write(Columns);
}

/// <summary>What a person chooses.</summary>
/// <param name="Offer">The label of an offer of a finding or of a refusal; null where the person chooses something by themselves.</param>
/// <param name="Own">What the person chooses by themselves.</param>
internal sealed record CorpusChoice(string? Offer, DatasetChoices? Own)
{
    public static implicit operator CorpusChoice(string offer) => new(offer, null);

    public static implicit operator CorpusChoice(DatasetChoices own) => new(null, own);
}

/// <summary>How a table's columns are written as text.</summary>
internal sealed record CorpusDialect
{
    public string Delimiter { get; init; } = ",";

    public string LineEnd { get; init; } = "\n";

    public bool HasHeader { get; init; } = true;

    /// <summary>Around cells that need it.</summary>
    public string Quote { get; init; } = "\"";

    /// <summary>Whether every cell that is no number is quoted.</summary>
    public bool QuotesTexts { get; init; }

    /// <summary>Whether every cell is quoted.</summary>
    public bool QuotesAll { get; init; }

    /// <summary>Text before the first line.</summary>
    public string Before { get; init; } = "";

    /// <summary>Text after the last line.</summary>
    public string After { get; init; } = "";

    /// <summary>What each line ends in before its end.</summary>
    public string Trailing { get; init; } = "";

    public bool EndsWithLineEnd { get; init; } = true;

    public Encoding Encoding { get; init; } = new UTF8Encoding(false);

    /// <summary>Widths of columns that are filled up with spaces on the left; 0 for none.</summary>
    public int Width { get; init; }

    public byte[] Write(IReadOnlyList<CorpusColumn> columns)
    {
        var lines = new List<string>();
        if (HasHeader)
            lines.Add(Line(columns.Select(column => column.Written), isHeader: true));
        for (var row = 0; row < columns[0].Cells.Length; row++)
            lines.Add(Line(columns.Select(column => column.Cells[row]), isHeader: false));
        var text = Before + string.Join(LineEnd, lines) + (EndsWithLineEnd ? LineEnd : "") + After;
        return [.. Encoding.GetPreamble(), .. Encoding.GetBytes(text)];
    }

    private string Line(IEnumerable<string> cells, bool isHeader) =>
        string.Join(Delimiter, cells.Select(cell => Cell(cell, isHeader).PadLeft(Width))) + Trailing;

    private string Cell(string cell, bool isHeader)
    {
        var needs = Quote.Length > 0 && (cell.AsSpan().IndexOfAny('\n', '\r') >= 0 || cell.Contains(Quote, StringComparison.Ordinal) || (Delimiter.Length > 0 && cell.Contains(Delimiter, StringComparison.Ordinal)));
        var quotes = QuotesAll || needs || (QuotesTexts && cell.Length > 0 && (isHeader || !double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _)));
        return quotes ? Quote + cell.Replace(Quote, Quote + Quote, StringComparison.Ordinal) + Quote : cell;
    }
}
