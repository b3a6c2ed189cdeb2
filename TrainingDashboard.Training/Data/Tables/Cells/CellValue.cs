namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>What a cell was read as.</summary>
internal enum CellForm : byte
{
    /// <summary>A word for missing, in any column.</summary>
    Missing,

    /// <summary>A word for missing among numbers or dates; elsewhere a text.</summary>
    MissingAmongNumbers,

    Number,
    Grouped,
    Percent,
    Currency,
    Parentheses,
    Minus,
    Magnitude,

    /// <summary>A number and a unit; its value is of use only where the column has that unit.</summary>
    Unit,

    OtherMark,
    NotFinite,
    Date,
    Text,
}

/// <summary>A cell's meaning.</summary>
/// <param name="Form">What it is.</param>
/// <param name="Number">The number; NaN unless it is one.</param>
/// <param name="Date">The date; of no use unless it is one.</param>
internal readonly record struct CellValue(CellForm Form, double Number, DateCell Date)
{
    public bool IsNumber => 
        Form is >= CellForm.Number and <= CellForm.Magnitude || (Form == CellForm.Unit && !double.IsNaN(Number));

    /// <summary>Days since 1 January 1970 of a date, or of a number that counts as one; NaN if it is neither.</summary>
    /// <param name="column">How its column is read; null where nothing is known of it.</param>
    public double Days(ColumnReading? column) =>
        Form == CellForm.Date ? Date.Days(column?.DateOrder ?? DateOrder.DayFirst)
        : Form == CellForm.Number && column?.DateNumbers is { } what ? DateNumber.Days(Number, what)
        : double.NaN;
}

/// <summary>Reads cells.</summary>
/// <param name="mark">The decimal mark: <c>.</c> or <c>,</c>.</param>
/// <param name="missing">What stands for missing in any column.</param>
/// <param name="missingAmongNumbers">What stands for it among numbers and dates.</param>
/// <param name="unit">What stands after each number; null for nothing.</param>
internal sealed class CellReader(byte mark, MissingWords missing, MissingWords missingAmongNumbers, byte[]? unit = null)
{
    /// <summary>Whether a plain number can be taken for one without a look at the words for missing.</summary>
    public bool NumbersAreSure => !missing.HasNumbers;

    public byte Mark => mark;

    /// <summary>Whether each number has a unit, which is known.</summary>
    public bool HasUnit => unit is not null;

    /// <summary>Reads a cell without white space around it, which is not empty.</summary>
    public CellValue Read(ReadOnlySpan<byte> cell)
    {
        if (missing.HasNumbers && missing.Contains(cell))
            return new(CellForm.Missing, double.NaN, default);
        var form = NumberCell.Read(cell, mark, out var number);
        switch (form)
        {
            case NumberForm.Plain:
                return new(CellForm.Number, number, default);
            case NumberForm.Grouped:
                return new(CellForm.Grouped, number, default);
            case NumberForm.Percent:
                return new(CellForm.Percent, number, default);
            case NumberForm.Currency:
                return new(CellForm.Currency, number, default);
            case NumberForm.Parentheses:
                return new(CellForm.Parentheses, number, default);
            case NumberForm.Minus:
                return new(CellForm.Minus, number, default);
            case NumberForm.Magnitude:
                return new(CellForm.Magnitude, number, default);
        }
        if (missing.Contains(cell))
            return new(CellForm.Missing, double.NaN, default);
        if (missingAmongNumbers.Contains(cell))
            return new(CellForm.MissingAmongNumbers, double.NaN, default);
        // 14,05,30 is no number with the other mark, but 01.03.2024 is no number at all
        if (DateCell.TryRead(cell, out var date))
            return new(CellForm.Date, double.NaN, date);
        if (form == NumberForm.None && unit is not null && UnitCell.Read(cell, unit, mark, out number) is var inner and not CellForm.Text)
            return new(inner, number, default);
        if (form == NumberForm.None && unit is null && !UnitCell.Of(cell).IsEmpty)
            return new(CellForm.Unit, double.NaN, default);
        return new(form switch
        {
            NumberForm.OtherMark => CellForm.OtherMark,
            NumberForm.NotFinite => CellForm.NotFinite,
            _ => CellForm.Text,
        }, double.NaN, default);
    }

    /// <summary>Whether a cell of a column has no value.</summary>
    /// <param name="cell">Without white space around it.</param>
    /// <param name="amongNumbers">Whether the column holds numbers or dates.</param>
    public bool IsMissing(ReadOnlySpan<byte> cell, bool amongNumbers) =>
        cell.IsEmpty || missing.Contains(cell) || (amongNumbers && missingAmongNumbers.Contains(cell));
}
