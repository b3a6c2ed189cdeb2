using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>Collects one column of a table whose reading is decided; a cell that does not go with it is a fault.</summary>
/// <param name="reading">What the column is.</param>
/// <param name="cells">Reads cells.</param>
/// <param name="limits">Bounds.</param>
internal sealed class ColumnBuilder(ColumnReading reading, CellReader cells, DatasetLimits limits)
{
    private readonly bool _isNumbers = reading.Type is ColumnType.Numeric or ColumnType.Date;
    private readonly LevelSet? _levels = reading.Type == ColumnType.Categorical ? new LevelSet(limits.MaxClasses) : null;
    private double[] _numbers = [];
    private int _rows;
    private int _missing;

    /// <summary>Takes in the next row's cell.</summary>
    /// <returns>Null, or why it cannot be taken in.</returns>
    public string? Add(ReadOnlySpan<byte> cell)
    {
        if (reading.Type is ColumnType.Ignored or ColumnType.Text)
            return null;
        if (cells.IsMissing(cell, _isNumbers))
        {
            _missing++;
            _levels?.AddMissing();
            Append(double.NaN);
            return null;
        }
        if (_levels is not null)
            return _levels.TryAdd(cell) ? null : $"Expected at most {limits.MaxClasses} different values in the column '{reading.Name}', but this is one more.";
        var value = cells.Read(cell);
        var number = reading.Type == ColumnType.Date ? value.Days(reading) : value.Number;
        if (double.IsNaN(number))
            return $"Expected a {(reading.Type == ColumnType.Date ? "date" : "number")} in the column '{reading.Name}', but '{Jobs.Shown.Cut(System.Text.Encoding.UTF8.GetString(cell))}' came.";
        Append(number);
        return null;
    }

    /// <summary>The whole column.</summary>
    public TableColumn Finish()
    {
        if (_isNumbers)
            Array.Resize(ref _numbers, _rows);
        var (levels, codes) = _levels?.Finish() ?? ([], []);
        return new TableColumn
        {
            Name = reading.Name,
            Type = reading.Type,
            Numbers = _numbers,
            Levels = levels,
            Codes = codes,
            MissingCount = _missing,
            Missing = reading.Missing,
            HasDate = reading.HasDate,
            HasTime = reading.HasTime,
        };
    }

    private void Append(double value)
    {
        if (!_isNumbers)
            return;
        if (_rows == _numbers.Length)
            Array.Resize(ref _numbers, Math.Max(64, _numbers.Length * 2));
        _numbers[_rows++] = value;
    }
}
