using System.Text;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>Prepares a row of a table as people type it.</summary>
/// <param name="columns">The columns to predict from.</param>
/// <param name="reading">How the table was read, and so how cells are written; null for points and nothing else.</param>
internal sealed class TableEncoder(IReadOnlyList<ColumnEncoder> columns, TableReading? reading) : ISampleEncoder
{
    private static readonly CellReader s_plain = new((byte)'.', new MissingWords(["?"], ignoreCase: false), new MissingWords([], ignoreCase: false));

    private readonly Dictionary<string, (ColumnReading Reading, CellReader Cells)> _columns = reading is null
        ? []
        : reading.Columns.Zip(TablePlan.Of(reading).CellsOf(reading.Columns.Count)).ToDictionary(pair => pair.First.Name, StringComparer.Ordinal);

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
        var (said, cells) = Of(column);
        if (cells.IsMissing(cell, amongNumbers: true))
            return double.NaN;
        var value = cells.Read(cell);
        // a person who is asked for a weight may leave out the unit
        if (cells.HasUnit && !value.IsNumber && said is not null)
            value = TablePlan.Of(reading! with { Columns = [said with { Unit = null }] }).CellsOf(1)[0].Read(cell);
        if (column.Type == ColumnType.Numeric && value.IsNumber)
            return value.Number;
        if (column.Type == ColumnType.Date && value.Days(said) is var days && !double.IsNaN(days))
            return days;
        errors.Add(new FieldError($"cells.{column.Name}", $"Expected a {(column.Type == ColumnType.Date ? "date" : "number")}, got '{Shown.Cut(text)}'."));
        return double.NaN;
    }

    private (ColumnReading? Reading, CellReader Cells) Of(TableColumn column) =>
        _columns.TryGetValue(column.Name, out var known) ? known : (null, s_plain);

    // A missing category is a level of its own where the dataset has any missing, else none is set.
    private int? Level(TableColumn column, string text, List<FieldError> errors)
    {
        if (Of(column).Cells.IsMissing(Encoding.UTF8.GetBytes(text), amongNumbers: false))
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
