using System.Globalization;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Choices;

/// <summary>Reads choices as people write them, field by field, in forms, in JSON and on the command line; collects what is wrong with them.</summary>
public sealed class ChoiceReader
{
    private static readonly Dictionary<string, ColumnType> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["numeric"] = ColumnType.Numeric, ["number"] = ColumnType.Numeric,
        ["categorical"] = ColumnType.Categorical, ["category"] = ColumnType.Categorical,
        ["date"] = ColumnType.Date, ["text"] = ColumnType.Text, ["id"] = ColumnType.Text,
        ["ignored"] = ColumnType.Ignored, ["ignore"] = ColumnType.Ignored,
    };

    private static readonly Dictionary<string, MissingRule> s_rules = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mean"] = MissingRule.Mean, ["median"] = MissingRule.Median, ["own"] = MissingRule.Own, ["drop"] = MissingRule.Drop,
    };

    private static readonly Dictionary<string, DateOrder> s_orders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["yearFirst"] = DateOrder.YearFirst, ["dayFirst"] = DateOrder.DayFirst, ["monthFirst"] = DateOrder.MonthFirst,
    };

    private static readonly Dictionary<string, TextEncoding> s_encodings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf-8"] = TextEncoding.Utf8, ["utf-16"] = TextEncoding.Utf16, ["utf-16le"] = TextEncoding.Utf16, ["utf-16be"] = TextEncoding.Utf16BigEndian,
        ["windows-1252"] = TextEncoding.Windows1252, ["latin-1"] = TextEncoding.Latin1, ["iso-8859-1"] = TextEncoding.Latin1,
    };

    private static readonly Dictionary<string, DatasetKind> s_kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["table"] = DatasetKind.Table, ["images"] = DatasetKind.Images, ["text"] = DatasetKind.Text,
    };

    private static readonly Dictionary<string, TableTask> s_tasks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["classification"] = TableTask.Classification, ["classes"] = TableTask.Classification,
        ["regression"] = TableTask.Regression, ["number"] = TableTask.Regression,
    };

    private static readonly Dictionary<string, string> s_quotes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["\""] = "\"", ["double"] = "\"", ["'"] = "'", ["single"] = "'", [""] = "", ["none"] = "",
    };

    private static readonly Dictionary<string, string> s_escapes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["\\"] = "\\", ["backslash"] = "\\", [""] = "", ["none"] = "",
    };

    private static readonly Dictionary<string, string> s_marks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["."] = ".", ["point"] = ".", [","] = ",", ["comma"] = ",",
    };

    private static readonly Dictionary<string, bool> s_answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true, ["yes"] = true, ["false"] = false, ["no"] = false,
    };

    private const string MissingPrefix = "missing:";

    private readonly List<FieldError> _faults = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];
    private readonly List<string> _alsoMissing = [];
    private readonly Dictionary<string, ColumnChoices> _columns = new(StringComparer.Ordinal);
    private DatasetChoices _choices = new();

    /// <summary>The fields there are, but for those of columns.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "kind", "testFraction", "encoding", "delimiter", "quote", "escape", "comment", "decimal", "header", "skipLines", "skipRows", "missing", "alsoMissing", "skipBad", "target", "task",
        "missingNumbers", "missingCategories", "columns", "width", "height", "grey",
    ];

    /// <summary>Takes in a field. <c>missing</c> and <c>alsoMissing</c> may come several times, once for each word.</summary>
    /// <param name="field">One of <see cref="Fields"/> but for <c>columns</c>.</param>
    /// <param name="value">As people write it.</param>
    public void Set(string field, string value)
    {
        if (!_seen.Add(field) && field is not ("missing" or "alsoMissing"))
        {
            Fault(field, "The field is there twice.");
            return;
        }
        switch (field)
        {
            case "kind": _choices = _choices with { Kind = Word(field, value, s_kinds) }; break;
            case "testFraction": _choices = _choices with { TestFraction = Real(field, value) }; break;
            case "encoding": _choices = _choices with { Encoding = Word(field, value, s_encodings) }; break;
            case "delimiter": _choices = _choices with { Delimiter = Delimiter(field, value) }; break;
            case "quote": _choices = _choices with { Quote = Text(field, value, s_quotes) }; break;
            case "escape": _choices = _choices with { Escape = Text(field, value, s_escapes) }; break;
            case "comment": _choices = _choices with { Comment = value is "none" ? "" : value }; break;
            case "decimal": _choices = _choices with { Decimal = Text(field, value, s_marks) }; break;
            case "header": _choices = _choices with { HasHeader = Word(field, value, s_answers) }; break;
            case "skipLines": _choices = _choices with { SkipLines = Whole(field, value) }; break;
            case "skipRows": _choices = _choices with { SkipRows = Whole(field, value) }; break;
            case "missing": _missing.Add(value.Trim()); break;
            case "alsoMissing": _alsoMissing.Add(value.Trim()); break;
            case "skipBad": _choices = _choices with { SkipBad = Word(field, value, s_answers) }; break;
            case "target": _choices = _choices with { Target = string.IsNullOrWhiteSpace(value) ? null : value.Trim() }; break;
            case "task": _choices = _choices with { Task = Word(field, value, s_tasks) }; break;
            case "missingNumbers": _choices = _choices with { MissingNumbers = Word(field, value, s_rules) }; break;
            case "missingCategories": _choices = _choices with { MissingCategories = Word(field, value, s_rules) }; break;
            case "width": _choices = _choices with { Width = Whole(field, value) }; break;
            case "height": _choices = _choices with { Height = Whole(field, value) }; break;
            case "grey": _choices = _choices with { Grey = Word(field, value, s_answers) }; break;
            default: Fault(field, $"There is no such field. Expected any of {string.Join(", ", Fields)}."); break;
        }
    }

    /// <summary>Says that nothing but an empty cell stands for a missing value.</summary>
    public void SetNothingMissing() => _seen.Add("missing");

    /// <summary>
    /// Takes in what is said of a column: words parted by commas, each a type, a rule for missing values, an order of dates, <c>point</c> or
    /// <c>comma</c> for its decimal mark, or <c>missing:WORD</c> for what stands for a missing value in it alone.
    /// </summary>
    /// <param name="column">Its name, or its number from 1.</param>
    /// <param name="words">Such as <c>ignored</c>, or <c>numeric, median, missing:-200</c>.</param>
    public void SetColumn(string column, string words)
    {
        var said = _columns.GetValueOrDefault(column) ?? new ColumnChoices();
        foreach (var word in words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (s_types.TryGetValue(word, out var type))
                said = said with { Type = type };
            else if (s_rules.TryGetValue(word, out var rule))
                said = said with { Missing = rule };
            else if (s_orders.TryGetValue(word, out var order))
                said = said with { DateOrder = order };
            else if (word is "point" or "comma")
                said = said with { Decimal = s_marks[word] };
            else if (word.StartsWith(MissingPrefix, StringComparison.OrdinalIgnoreCase) && word.Length > MissingPrefix.Length)
                said = said with { AlsoMissing = [.. said.AlsoMissing ?? [], word[MissingPrefix.Length..].Trim()] };
            else
                Fault($"columns.{Shown.Cut(column)}", $"Expected numeric, categorical, date, text or ignored, perhaps with mean, median, own or drop for missing values, dayFirst, monthFirst or yearFirst for dates, point or comma for its decimal mark, or missing:WORD; got '{Shown.Cut(word)}'.");
        }
        _columns[column] = said;
    }

    /// <summary>Takes in the decimal mark of a column.</summary>
    public void SetColumnDecimal(string column, string mark)
    {
        if (Text($"columns.{Shown.Cut(column)}.decimal", mark, s_marks) is { } known)
            _columns[column] = (_columns.GetValueOrDefault(column) ?? new ColumnChoices()) with { Decimal = known };
    }

    /// <summary>Takes in what stands for a missing value in a column alone.</summary>
    public void SetColumnMissing(string column, IEnumerable<string> words) =>
        _columns[column] = (_columns.GetValueOrDefault(column) ?? new ColumnChoices()) with { AlsoMissing = [.. words.Select(word => word.Trim()).Where(word => word.Length > 0)] };

    /// <summary>Notes a fault of a field that could not even be taken in.</summary>
    public void Fault(string field, string message) => _faults.Add(new FieldError(Shown.Cut(field), message));

    /// <summary>All that was said.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public DatasetChoices Finish() => _faults.Count > 0
        ? throw new InvalidInputException(_faults)
        : _choices with
        {
            Missing = _seen.Contains("missing") ? [.. _missing.Where(word => word.Length > 0)] : null,
            AlsoMissing = _alsoMissing.Count > 0 ? [.. _alsoMissing.Where(word => word.Length > 0)] : null,
            Columns = _columns.Count > 0 ? _columns : null,
        };

    private string? Delimiter(string field, string value)
    {
        if (DelimiterWord.Parse(value) is { } delimiter)
            return delimiter;
        Fault(field, $"Expected {string.Join(", ", DelimiterWord.All.Select(known => known.Word))}, or the character; spaces stands for runs of spaces and tabs.");
        return null;
    }

    private string? Text(string field, string value, Dictionary<string, string> known)
    {
        if (known.TryGetValue(value, out var text))
            return text;
        Fault(field, $"Expected {string.Join(" or ", known.Keys.Where(key => key.Length > 0))}, got '{Shown.Cut(value)}'.");
        return null;
    }

    private T? Word<T>(string field, string value, Dictionary<string, T> known)
        where T : struct
    {
        if (known.TryGetValue(value.Trim(), out var word))
            return word;
        Fault(field, $"Expected {string.Join(", ", known.Keys.SkipLast(1))} or {known.Keys.Last()}, got '{Shown.Cut(value)}'.");
        return null;
    }

    private int? Whole(string field, string value)
    {
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        Fault(field, $"Expected a whole number, got '{Shown.Cut(value)}'.");
        return null;
    }

    private double? Real(string field, string value)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            return real;
        Fault(field, $"Expected a number, got '{Shown.Cut(value)}'.");
        return null;
    }
}
