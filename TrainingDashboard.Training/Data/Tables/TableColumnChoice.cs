using System.Globalization;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>What a person said about columns, found in the file's.</summary>
/// <param name="Target">The column to predict, from 0; null where nothing was said.</param>
/// <param name="Said">For each column what was said of it, or null.</param>
internal sealed record TableColumnChoice(int? Target, IReadOnlyList<ColumnChoices?> Said)
{
    /// <exception cref="InvalidInputException">A column is not there, or the target is left out or at odds with the task.</exception>
    public static TableColumnChoice Resolve(IReadOnlyList<string> names, DatasetChoices choices)
    {
        var errors = new List<FieldError>();
        var said = new ColumnChoices?[names.Count];
        foreach (var (key, column) in choices.Columns ?? new Dictionary<string, ColumnChoices>())
        {
            if (Find(names, key) is not (var index and >= 0))
                errors.Add(new FieldError($"columns.{Shown.Cut(key)}", $"The table has no column '{Shown.Cut(key)}'. It has {List(names)}."));
            else if (said[index] is not null)
                errors.Add(new FieldError($"columns.{Shown.Cut(key)}", $"The column '{names[index]}' is named twice."));
            else
                said[index] = column;
        }

        int? target = choices.Target is null ? null : Find(names, choices.Target);
        if (target < 0)
            errors.Add(new FieldError("target", $"The table has no column '{Shown.Cut(choices.Target!)}'. It has {List(names)}."));
        else if (target is { } chosen)
            CheckTarget(names[chosen], said[chosen]?.Type, choices.Task, errors);
        return errors.Count == 0 ? new TableColumnChoice(target, said) : throw new InvalidInputException(errors);
    }

    /// <summary>For each column what was said of it, or null; what is said of columns that are not there is left out.</summary>
    public static ColumnChoices?[] Find(IReadOnlyList<string> names, DatasetChoices choices)
    {
        var said = new ColumnChoices?[names.Count];
        foreach (var (key, column) in choices.Columns ?? new Dictionary<string, ColumnChoices>())
        {
            if (Find(names, key) is var index and >= 0)
                said[index] = column;
        }
        return said;
    }

    /// <summary>Why a rule for missing values does not go with a type; null if it does.</summary>
    public static string? RuleFault(MissingRule rule, ColumnType type) => (rule, type) switch
    {
        (MissingRule.Own, ColumnType.Numeric or ColumnType.Date) => "Expected mean, median or drop, as the column holds numbers or dates.",
        (MissingRule.Mean or MissingRule.Median, ColumnType.Categorical) => "Expected own or drop, as the column holds categories.",
        _ => null,
    };

    private static void CheckTarget(string name, ColumnType? type, TableTask? task, List<FieldError> errors)
    {
        if (type is ColumnType.Ignored or ColumnType.Text)
            errors.Add(new FieldError("target", $"The target '{name}' cannot be left out."));
        else if (type == ColumnType.Date)
            errors.Add(new FieldError("target", $"The target '{name}' cannot be a date."));
        else if ((type, task) is (ColumnType.Categorical, TableTask.Regression) or (ColumnType.Numeric, TableTask.Classification))
            errors.Add(new FieldError("task", $"The type of the target '{name}' does not go with the task."));
    }

    /// <summary>A column by its name or, if no name matches, by its number from 1; -1 if there is none.</summary>
    private static int Find(IReadOnlyList<string> names, string key)
    {
        var name = Composed.Form(key).Trim();
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
                return i;
        }
        return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= names.Count
            ? number - 1
            : -1;
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(20).Select(n => $"'{Shown.Cut(n)}'")) + (names.Count > 20 ? ", …" : "");
}
