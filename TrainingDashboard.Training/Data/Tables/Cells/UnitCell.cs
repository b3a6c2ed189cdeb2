namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>Cells that are a number and a unit, as 12.5 kg or 180cm.</summary>
internal static class UnitCell
{
    private const int LongestUnit = 12;
    private const int LongestNumber = 32;

    /// <summary>The unit of a cell that may be a number and a unit; empty if it is none.</summary>
    /// <param name="cell">UTF-8, not empty.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > LongestNumber + LongestUnit || !(IsDigit(cell[0]) || (cell.Length > 1 && cell[0] is (byte)'-' or (byte)'+' or (byte)'.' && IsDigit(cell[1]))))
            return [];
        var end = cell.LastIndexOfAnyInRange((byte)'0', (byte)'9') + 1;
        // a digit may end a unit, as in m2 and m^3
        if (end == cell.Length && end > 1)
            end = cell[..(end - 1)].LastIndexOfAnyInRange((byte)'0', (byte)'9') + 1;
        var unit = cell[end..].TrimStart((byte)' ');
        if (cell[..end].IndexOfAnyInRange((byte)'A', (byte)'z') >= 0)
            return [];
        if (unit.Length is 0 or > LongestUnit || !(IsLetter(unit[0]) || unit[0] >= 0x80))
            return [];
        foreach (var value in unit)
        {
            if (!IsLetter(value) && !IsDigit(value) && value < 0x80 && value is not ((byte)'/' or (byte)'^' or (byte)'.'))
                return [];
        }
        return unit;
    }

    /// <summary>Reads the number before a unit.</summary>
    /// <param name="cell">UTF-8, not empty.</param>
    /// <param name="unit">What it has to end in.</param>
    /// <param name="mark">The decimal mark.</param>
    /// <param name="value">The number; NaN if it is none.</param>
    /// <returns><see cref="CellForm.Unit"/>, or <see cref="CellForm.OtherMark"/>; else <see cref="CellForm.Text"/>.</returns>
    public static CellForm Read(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> unit, byte mark, out double value)
    {
        value = double.NaN;
        if (!cell.EndsWith(unit) || cell[..^unit.Length].TrimEnd((byte)' ') is not { IsEmpty: false } number)
            return CellForm.Text;
        var form = NumberCell.Read(number, mark, out value);
        if (form is NumberForm.Plain or NumberForm.Grouped or NumberForm.Minus)
            return CellForm.Unit;
        value = double.NaN;
        return form == NumberForm.OtherMark ? CellForm.OtherMark : CellForm.Text;
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    private static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 25;
}
