using System.Buffers;
using System.Globalization;
using System.Text;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>How a number in a cell was written.</summary>
internal enum NumberForm
{
    /// <summary>It is no number.</summary>
    None,

    /// <summary>Digits, a decimal mark, an exponent.</summary>
    Plain,

    /// <summary>Digits in groups of three, as in 1,000.</summary>
    Grouped,

    /// <summary>With a percent sign; its value is what stands before it.</summary>
    Percent,

    /// <summary>With a sign of a currency.</summary>
    Currency,

    /// <summary>In parentheses, which make it negative as in accounts.</summary>
    Parentheses,

    /// <summary>With a minus after its digits, or one that is a character of its own.</summary>
    Minus,

    /// <summary>With K, M or B for thousands, millions or thousands of millions.</summary>
    Magnitude,

    /// <summary>A number only if the other of point and comma is the decimal mark.</summary>
    OtherMark,

    /// <summary>Infinity, or a number too large to learn from.</summary>
    NotFinite,
}

/// <summary>Reads numbers out of cells, whatever the machine's language.</summary>
internal static class NumberCell
{
    // Squares of features and their sums must stay finite, and a prepared feature is a 32-bit number.
    internal const double MaxMagnitude = 1e38;
    internal const int MaxLength = 128;

    private static readonly double[] s_powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Which bytes a number may begin with.</summary>
    private static readonly bool[] s_beginnings = Beginnings();

    private static readonly SearchValues<byte> s_others = SearchValues.Create("0123456789+-.,'eE "u8);

    /// <summary>Reads a cell without white space around it.</summary>
    /// <param name="cell">UTF-8, not empty.</param>
    /// <param name="mark">The decimal mark: <c>.</c> or <c>,</c>.</param>
    /// <param name="value">The number; NaN unless it is finite.</param>
    public static NumberForm Read(ReadOnlySpan<byte> cell, byte mark, out double value)
    {
        if (TryPlain(cell, mark, out value))
        {
            if (Math.Abs(value) <= MaxMagnitude)
                return NumberForm.Plain;
            value = double.NaN;
            return NumberForm.NotFinite;
        }
        value = double.NaN;
        if (cell.Length > MaxLength || !s_beginnings[cell[0]])
            return NumberForm.None;
        var form = IsWord(cell[0]) || cell.IndexOfAnyExcept(s_others) >= 0 ? NumberNotation.Read(cell, mark, out value) : Unusual(cell, mark, ref value);
        return form == NumberForm.None && IsInfinite(cell) ? NumberForm.NotFinite : form;
    }

    /// <summary>Digits with a decimal mark and an exponent.</summary>
    public static bool TryPlain(ReadOnlySpan<byte> cell, byte mark, out double value)
    {
        // exact where the digits fit 53 bits and the power of ten is one that a double holds (Clinger 1990)
        var (at, mantissa, digits, scale) = (0, 0UL, 0, 0);
        var isNegative = cell[0] == (byte)'-';
        if (cell[0] is (byte)'-' or (byte)'+')
            at = 1;
        for (; at < cell.Length && (uint)(cell[at] - '0') <= 9; at++, digits++)
            mantissa = (mantissa * 10) + (uint)(cell[at] - '0');
        if (at < cell.Length && cell[at] == mark)
        {
            var fraction = ++at;
            for (; at < cell.Length && (uint)(cell[at] - '0') <= 9; at++, digits++)
                mantissa = (mantissa * 10) + (uint)(cell[at] - '0');
            scale = at - fraction;
        }
        if (at == cell.Length && digits is > 0 and <= 19 && mantissa <= 1UL << 53 && scale <= 22)
        {
            value = isNegative ? -(mantissa / s_powers[scale]) : mantissa / s_powers[scale];
            return true;
        }
        value = double.NaN;
        // what ends elsewhere than before an exponent is no number, which is most of what comes here
        return digits > 0 && (at == cell.Length || (cell[at] | 0x20) == 'e') && TryLong(cell, mark, out value);
    }

    private static bool TryLong(ReadOnlySpan<byte> cell, byte mark, out double value)
    {
        value = double.NaN;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (mark == (byte)'.')
            return double.TryParse(cell, style, CultureInfo.InvariantCulture, out value);
        if (cell.Contains((byte)'.') || cell.Length > 1024)
            return false;
        Span<byte> copy = stackalloc byte[cell.Length];
        cell.CopyTo(copy);
        copy.Replace(mark, (byte)'.');
        return double.TryParse(copy, style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>What begins as a number may, but is no plain one: groups, a percent sign, the other decimal mark.</summary>
    private static NumberForm Unusual(ReadOnlySpan<byte> cell, byte mark, ref double value)
    {
        if (TryGrouped(cell, mark, out value))
            return NumberForm.Grouped;
        if (cell[^1] == (byte)'-' && cell.Length > 1 && (uint)(cell[0] - '0') <= 9 && (TryPlain(cell[..^1], mark, out value) || TryGrouped(cell[..^1], mark, out value)))
        {
            value = Math.Abs(value) <= MaxMagnitude ? -value : double.NaN;
            return double.IsNaN(value) ? NumberForm.NotFinite : NumberForm.Minus;
        }
        value = double.NaN;
        return IsOtherMark(cell, mark) ? NumberForm.OtherMark : NumberForm.None;
    }

    /// <summary>Whether it is a number only if the other of point and comma is the decimal mark.</summary>
    internal static bool IsOtherMark(ReadOnlySpan<byte> cell, byte mark)
    {
        var other = mark == (byte)'.' ? (byte)',' : (byte)'.';
        return TryPlain(cell, other, out _) || TryGrouped(cell, other, out _);
    }

    /// <summary>
    /// One to three digits, then groups of exactly three, all parted by the same mark, then perhaps a fraction; or as in India groups of
    /// two and a last one of three, parted by commas.
    /// </summary>
    internal static bool TryGrouped(ReadOnlySpan<byte> cell, byte mark, out double value)
    {
        value = double.NaN;
        Span<byte> plain = stackalloc byte[MaxLength];
        if (cell.Length is 0 or > MaxLength)
            return false;
        var (length, run, group, at, isFirst, isIndian) = (0, 0, (byte)0, 0, false, false);
        if (cell[0] is (byte)'-' or (byte)'+')
            plain[length++] = cell[at++];
        for (; at < cell.Length && cell[at] != mark; at++)
        {
            if ((uint)(cell[at] - '0') <= 9)
            {
                run++;
                plain[length++] = cell[at];
                continue;
            }
            if (cell[at] is not ((byte)',' or (byte)'.' or (byte)'\'' or (byte)' ') || (group != 0 && cell[at] != group))
                return false;
            if (group == 0 ? run is 0 or > 3 : !(run == 3 && !isIndian) && !(run == 2 && (isIndian || isFirst)))
                return false;
            isIndian |= group != 0 && run == 2;
            isFirst = group == 0 && run < 3;
            (group, run) = (cell[at], 0);
        }
        if (group == 0 || run != 3 || (isIndian && group != (byte)','))
            return false;
        cell[at..].CopyTo(plain[length..]);
        return TryPlain(plain[..(length + cell.Length - at)], mark, out value) && Math.Abs(value) <= MaxMagnitude;
    }

    private static bool[] Beginnings()
    {
        var all = new bool[256];
        foreach (var first in "0123456789+-.,' (iI∞"u8)
            all[first] = true;
        foreach (var first in NumberNotation.FirstBytes)
            all[first] = true;
        return all;
    }

    private static bool IsWord(byte first) => (uint)((first | 0x20) - 'a') <= 25 || first >= 0x80 || first == (byte)'$';

    private static bool IsInfinite(ReadOnlySpan<byte> cell)
    {
        if (cell[0] is (byte)'-' or (byte)'+')
            cell = cell[1..];
        return Ascii.EqualsIgnoreCase(cell, "inf"u8) || Ascii.EqualsIgnoreCase(cell, "infinity"u8) || cell.SequenceEqual("∞"u8);
    }
}
