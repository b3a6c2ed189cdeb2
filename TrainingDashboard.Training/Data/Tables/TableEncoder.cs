using System.Text;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>Prepares a row of a table as people type it.</summary>
/// <param name="columns">The columns to predict from.</param>
/// <param name="reading">How the table was read, and so how cells are written; null for points and nothing else.</param>
internal sealed class TableEncoder(IReadOnlyList<ColumnEncoder> columns, TableReading? reading) : ISampleEncoder
{
    private readonly CellReader _cells = reading is null
        ? new CellReader((byte)'.', new MissingWords(["?"], ignoreCase: false), new MissingWords([], ignoreCase: false))
        : TablePlan.Of(reading).Cells;

    /// <inheritdoc/>
    public float[] Encode(SampleInput input)
    {
        if (input.Cells is not { } cells)
            throw new InvalidInputException("cells", "Expected a row, as this dataset is a table.");
        var errors = new List<FieldError>();
        foreach (var unknown in cells.Keys.Where(name => columns.All(c => c.Column.Name != name)))
            errors.Add(new FieldError($"cells.{Shown.Cut(unknown)}", $"There is no such column to predict from. Expected any of {string.Join(", ", columns.Take(20).Select(c => c.Column.Name))}."));
        var sample = new float[columns.Sum(c => c.Width)];
        var offset = 0;
        foreach (var encoder in columns)
        {
            var text = cells.GetValueOrDefault(encoder.Column.Name)?.Trim() ?? "";
            var into = sample.AsSpan(offset, encoder.Width);
            if (encoder.Column.Type == ColumnType.Categorical)
                encoder.Encode(Level(encoder.Column, text, errors), into);
            else
                encoder.Encode(Number(encoder.Column, text, errors), into);
            offset += encoder.Width;
        }

        return errors.Count == 0 ? sample : throw new InvalidInputException(errors);
    }

    private double Number(TableColumn column, string text, List<FieldError> errors)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        if (_cells.IsMissing(cell, amongNumbers: true))
            return double.NaN;
        var value = _cells.Read(cell);
        if (column.Type == ColumnType.Numeric && value.IsNumber)
            return value.Number;
        var order = reading?.Columns.FirstOrDefault(c => c.Name == column.Name)?.DateOrder ?? DateOrder.DayFirst;
        if (column.Type == ColumnType.Date && value.Form == CellForm.Date && value.Date.Days(order) is var days && !double.IsNaN(days))
            return days;
        errors.Add(new FieldError($"cells.{column.Name}", $"Expected a {(column.Type == ColumnType.Date ? "date" : "number")}, got '{Shown.Cut(text)}'."));
        return double.NaN;
    }

    // A missing category is a level of its own where the dataset has any missing, else none is set.
    private int? Level(TableColumn column, string text, List<FieldError> errors)
    {
        if (_cells.IsMissing(Encoding.UTF8.GetBytes(text), amongNumbers: false))
            return null;
        var composed = Composed.Form(text);
        for (var i = 0; i < column.Levels.Count; i++)
        {
            if (column.Levels[i] == composed)
                return i;
        }

        errors.Add(new FieldError($"cells.{column.Name}", $"Expected any of {string.Join(", ", column.Levels.Take(20))}, got '{Shown.Cut(text)}'."));
        return null;
    }
}
