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
    public bool IsNumber => Form is CellForm.Number or CellForm.Grouped or CellForm.Percent or CellForm.Currency;
}

/// <summary>Reads cells.</summary>
/// <param name="mark">The decimal mark: <c>.</c> or <c>,</c>.</param>
/// <param name="missing">What stands for missing in any column.</param>
/// <param name="missingAmongNumbers">What stands for it among numbers and dates.</param>
internal sealed class CellReader(byte mark, MissingWords missing, MissingWords missingAmongNumbers)
{
    public CellReader(TableReading reading)
        : this((byte)reading.Decimal[0], new MissingWords(reading.Missing, ignoreCase: false), new MissingWords(reading.MissingAmongNumbers, ignoreCase: true))
    {
    }

    /// <summary>Whether a plain number can be taken for one without a look at the words for missing.</summary>
    public bool NumbersAreSure => !missing.HasNumbers;

    public byte Mark => mark;

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
        }
        if (missing.Contains(cell))
            return new(CellForm.Missing, double.NaN, default);
        if (missingAmongNumbers.Contains(cell))
            return new(CellForm.MissingAmongNumbers, double.NaN, default);
        // 14,05,30 is no number with the other mark, but 01.03.2024 is no number at all
        if (DateCell.TryRead(cell, out var date))
            return new(CellForm.Date, double.NaN, date);
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
