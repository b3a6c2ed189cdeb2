using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Choices;

/// <summary>Finds faults in choices that show without the files.</summary>
internal static class ChoicesCheck
{
    private const int MostSkippedLines = 1_000;
    private const int MostMissingWords = 100;
    private const int LongestWord = 100;
    private const int MostPixels = 1_024;

    /// <param name="choices">What was said.</param>
    /// <param name="of">What the files hold, as far as it is known: what is said of other kinds is a fault.</param>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static void Check(DatasetChoices choices, DatasetKind? of = null)
    {
        var errors = new List<FieldError>();
        if (of is not null)
            FindThoseOfOtherKinds(choices, of.Value, errors);
        if (choices.Encoding is { } encoding && !Enum.IsDefined(encoding))
            errors.Add(new("encoding", "Expected utf-8, utf-16le, utf-16be, windows-1252 or latin-1."));
        if (choices.Delimiter is { } delimiter && DelimiterWord.Parse(delimiter) is null)
            errors.Add(new("delimiter", $"Expected {string.Join(", ", DelimiterWord.All.Select(known => known.Word))}; spaces stands for runs of spaces and tabs."));
        if (choices.Quote is not (null or "" or "\"" or "'"))
            errors.Add(new("quote", "Expected a double quote, a single quote, or nothing."));
        if (choices.Escape is not (null or "" or "\\"))
            errors.Add(new("escape", "Expected a backslash, or nothing."));
        if (choices.Comment is { } comment && (comment.Length > 3 || comment.Any(c => char.IsLetterOrDigit(c) || char.IsControl(c) || char.IsWhiteSpace(c) || c == '"')))
            errors.Add(new("comment", "Expected up to three signs, such as # or //, or nothing."));
        if (choices.Decimal is not (null or "." or ","))
            errors.Add(new("decimal", "Expected a point or a comma."));
        // cells such as "0,5" may be quoted: then both commas are right
        if (choices.Decimal == "," && choices.Quote == "" && choices.Delimiter is { } parts && DelimiterWord.Parse(parts) == ",")
            errors.Add(new("decimal", "Expected a point: the comma parts the cells, and none of them is quoted."));
        if (choices.SkipLines is < 0 or > MostSkippedLines)
            errors.Add(new("skipLines", $"Expected 0 to {MostSkippedLines}, got {choices.SkipLines}."));
        if (choices.SkipRows is < 0 or > MostSkippedLines)
            errors.Add(new("skipRows", $"Expected 0 to {MostSkippedLines}, got {choices.SkipRows}."));
        foreach (var (name, column) in choices.Columns ?? new Dictionary<string, ColumnChoices>())
        {
            if (column.Decimal is not (null or "." or ","))
                errors.Add(new($"columns.{Shown.Cut(name)}.decimal", "Expected a point or a comma."));
            if (column.AlsoMissing is { } words && (words.Count > MostMissingWords || words.Any(word => word.Length > LongestWord)))
                errors.Add(new($"columns.{Shown.Cut(name)}.alsoMissing", $"Expected at most {MostMissingWords} words of at most {LongestWord} characters."));
        }
        if (choices.Missing is { } missing && (missing.Count > MostMissingWords || missing.Any(word => word.Length > LongestWord)))
            errors.Add(new("missing", $"Expected at most {MostMissingWords} words of at most {LongestWord} characters."));
        if (choices.AlsoMissing is { } also && (also.Count > MostMissingWords || also.Any(word => word.Length > LongestWord)))
            errors.Add(new("alsoMissing", $"Expected at most {MostMissingWords} words of at most {LongestWord} characters."));
        if (choices.Task is { } task && !Enum.IsDefined(task))
            errors.Add(new("task", "Expected classification or regression."));
        if (choices.MissingNumbers is { } numbers && numbers is not (MissingRule.Mean or MissingRule.Median or MissingRule.Drop))
            errors.Add(new("missingNumbers", "Expected mean, median or drop."));
        if (choices.MissingCategories is { } categories && categories is not (MissingRule.Own or MissingRule.Drop))
            errors.Add(new("missingCategories", "Expected own or drop."));
        if (choices.TestFraction is { } test && test is not (>= 0 and <= 0.9))
            errors.Add(new("testFraction", "Expected 0 to 0.9."));
        if (choices.Width is < 1 or > MostPixels)
            errors.Add(new("width", $"Expected 1 to {MostPixels} pixels."));
        if (choices.Height is < 1 or > MostPixels)
            errors.Add(new("height", $"Expected 1 to {MostPixels} pixels."));
        if (choices.Width is null != choices.Height is null)
            errors.Add(new(choices.Width is null ? "width" : "height", "Expected width and height together."));
        if (choices.Kind is { } kind && !Enum.IsDefined(kind))
            errors.Add(new("kind", "Expected table, images or text."));
        if (errors.Count > 0)
            throw new InvalidInputException(errors);
    }

    private static void FindThoseOfOtherKinds(DatasetChoices choices, DatasetKind kind, List<FieldError> errors)
    {
        (string Field, bool IsSaid, DatasetKind[] Kinds)[] fields =
        [
            ("encoding", choices.Encoding is not null, [DatasetKind.Table, DatasetKind.Text]),
            ("delimiter", choices.Delimiter is not null, [DatasetKind.Table]),
            ("quote", choices.Quote is not null, [DatasetKind.Table]),
            ("escape", choices.Escape is not null, [DatasetKind.Table]),
            ("comment", choices.Comment is not null, [DatasetKind.Table]),
            ("decimal", choices.Decimal is not null, [DatasetKind.Table]),
            ("header", choices.HasHeader is not null, [DatasetKind.Table]),
            ("skipLines", choices.SkipLines is not null, [DatasetKind.Table]),
            ("skipRows", choices.SkipRows is not null, [DatasetKind.Table]),
            ("missing", choices.Missing is not null, [DatasetKind.Table]),
            ("alsoMissing", choices.AlsoMissing is not null, [DatasetKind.Table]),
            ("skipBad", choices.SkipBad is not null, [DatasetKind.Table, DatasetKind.Images]),
            ("target", choices.Target is not null, [DatasetKind.Table]),
            ("task", choices.Task is not null, [DatasetKind.Table]),
            ("missingNumbers", choices.MissingNumbers is not null, [DatasetKind.Table]),
            ("missingCategories", choices.MissingCategories is not null, [DatasetKind.Table]),
            ("columns", choices.Columns is not null, [DatasetKind.Table]),
            ("width", choices.Width is not null, [DatasetKind.Images]),
            ("height", choices.Height is not null, [DatasetKind.Images]),
            ("grey", choices.Grey is not null, [DatasetKind.Images]),
        ];
        foreach (var (field, _, kinds) in fields.Where(field => field.IsSaid && !field.Kinds.Contains(kind)))
            errors.Add(new(field, $"Expected nothing: the files hold {kind.ToPlural()}, and this is for {string.Join(" and ", kinds.Select(other => other.ToPlural()))}."));
    }
}
