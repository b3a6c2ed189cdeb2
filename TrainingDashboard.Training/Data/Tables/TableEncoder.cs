using System.Globalization;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>Prepares a row of a table.</summary>
/// <param name="columns">The columns to predict from, with the scale of each that is numeric.</param>
internal sealed class TableEncoder(IReadOnlyList<(TableColumn Column, Scale Scale)> columns) : ISampleEncoder
{
    /// <inheritdoc/>
    public float[] Encode(SampleInput input)
    {
        if (input.Cells is not { } cells)
            throw new InvalidInputException("cells", "Expected a row, as this dataset is a table.");
        var errors = new List<FieldError>();
        foreach (var unknown in cells.Keys.Where(name => columns.All(c => c.Column.Name != name)))
            errors.Add(new FieldError($"cells.{Shown.Cut(unknown)}", $"There is no such column to predict from. Expected any of {string.Join(", ", columns.Take(20).Select(c => c.Column.Name))}."));
        var sample = new float[columns.Sum(c => c.Column.PreparedWidth)];
        var offset = 0;
        foreach (var (column, scale) in columns)
        {
            var text = cells.GetValueOrDefault(column.Name)?.Trim();
            if (column.Type == ColumnType.Numeric)
                sample[offset] = scale.Apply(Number(column, text, errors));
            else if (Level(column, text, errors) is { } level)
                sample[offset + level] = 1;
            offset += column.PreparedWidth;
        }

        return errors.Count == 0 ? sample : throw new InvalidInputException(errors);
    }

    private static double Number(TableColumn column, string? text, List<FieldError> errors)
    {
        if (text is null or "" or "?")
            return double.NaN;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        errors.Add(new FieldError($"cells.{column.Name}", $"Expected a number, got '{Shown.Cut(text)}'."));
        return double.NaN;
    }

    // A missing category is a level of its own where the dataset has any missing, else none is set.
    private static int? Level(TableColumn column, string? text, List<FieldError> errors)
    {
        if (text is null or "" or "?")
            return column.MissingCount > 0 ? column.Levels.Count : null;
        for (var i = 0; i < column.Levels.Count; i++)
        {
            if (column.Levels[i] == text)
                return i;
        }

        errors.Add(new FieldError($"cells.{column.Name}", $"Expected any of {string.Join(", ", column.Levels.Take(20))}, got '{Shown.Cut(text)}'."));
        return null;
    }
}
