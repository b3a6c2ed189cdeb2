using System.Globalization;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>What a person said about columns, found in the file's.</summary>
/// <param name="TargetIndex">The column to predict, from 0.</param>
/// <param name="Marked">For each column the type it is marked as, or null.</param>
internal sealed record TableColumnChoice(int TargetIndex, IReadOnlyList<ColumnType?> Marked)
{
    /// <exception cref="InvalidInputException">A column is not there, or the target is ignored or at odds with the task.</exception>
    public static TableColumnChoice Resolve(IReadOnlyList<string> names, TableOptions options)
    {
        var errors = new List<FieldError>();
        var marked = new ColumnType?[names.Count];
        foreach (var (key, type) in options.Columns ?? new Dictionary<string, ColumnType>())
        {
            if (!Enum.IsDefined(type))
                errors.Add(new FieldError($"columns.{key}", "Expected numeric, categorical or ignored."));
            else if (Find(names, key) is var index and >= 0)
                marked[index] = type;
            else
                errors.Add(new FieldError($"columns.{key}", $"The table has no column '{key}'. It has {List(names)}."));
        }

        var target = options.Target is null ? names.Count - 1 : Find(names, options.Target);
        if (target < 0)
            errors.Add(new FieldError("target", $"The table has no column '{options.Target}'. It has {List(names)}."));
        else if (marked[target] == ColumnType.Ignored)
            errors.Add(new FieldError("target", $"The target '{names[target]}' cannot be ignored."));
        else if ((marked[target], options.Task) is (ColumnType.Categorical, TableTask.Regression) or (ColumnType.Numeric, TableTask.Classification))
            errors.Add(new FieldError("task", $"The type marked for the target '{names[target]}' does not go with the task."));
        if (options.Task is { } task && !Enum.IsDefined(task))
            errors.Add(new FieldError("task", "Expected classification or regression."));
        return errors.Count == 0 ? new TableColumnChoice(target, marked) : throw new InvalidInputException(errors);
    }

    /// <exception cref="InvalidInputException">The delimiter is not one of the four.</exception>
    public static void CheckDelimiter(char? delimiter)
    {
        if (delimiter is not (null or ',' or ';' or '\t' or '|'))
            throw new InvalidInputException("delimiter", "Expected a comma, a semicolon, a tab or a pipe.");
    }

    /// <summary>A column by its name or, if no name matches, by its number from 1; -1 if there is none.</summary>
    private static int Find(IReadOnlyList<string> names, string key)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], key, StringComparison.Ordinal))
                return i;
        }
        return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= names.Count
            ? number - 1
            : -1;
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(20).Select(n => $"'{n}'")) + (names.Count > 20 ? ", …" : "");
}
