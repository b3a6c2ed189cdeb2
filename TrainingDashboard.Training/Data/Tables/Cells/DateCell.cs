using System.Buffers;
using System.Text;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>A date, a time of day, or both, as a cell has it.</summary>
/// <param name="Year">Four digits; 0 where there is no date.</param>
/// <param name="First">Of two parts that may be day and month, the first one written; the month of a date that begins with its year.</param>
/// <param name="Second">The second one; the day of a date that begins with its year.</param>
/// <param name="Seconds">Since midnight; NaN where there is no time.</param>
/// <param name="IsFixed">Whether the order of day and month is not in doubt: the year comes first, or the month is a name.</param>
internal readonly record struct DateCell(int Year, int First, int Second, double Seconds, bool IsFixed)
{
    private const int LongestDate = 40;

    /// <summary>Minutes that its clock is ahead of UTC; null where it does not say.</summary>
    public int? ZoneMinutes { get; init; }

    private static readonly string[] s_monthNames =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>The first three letters of each month, which tell them apart, as one number.</summary>
    private static readonly int[] s_months = [.. s_monthNames.Select(name => (name[0] << 16) | (name[1] << 8) | name[2])];

    public bool HasDate => Year > 0;

    public bool HasTime => !double.IsNaN(Seconds);

    /// <summary>Days since 1 January 1970, the time of day as a fraction; NaN if there is no such day in this order.</summary>
    public double Days(DateOrder order)
    {
        var time = HasTime ? Seconds / 86_400 : 0;
        if (!HasDate)
            return time;
        var (month, day) = !IsFixed && order == DateOrder.DayFirst ? (Second, First) : (First, Second);
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(Year, month))
            return double.NaN;
        return new DateOnly(Year, month, day).DayNumber - s_epoch + time;
    }

    private static readonly SearchValues<byte> s_zoneBytes = SearchValues.Create("0123456789:"u8);
    private static readonly int s_epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Reads 2024-03-01, 2024-03, 1/3/2024, 1.3.24, 1-Mar-2024, Mar 1, 2024, each perhaps with a time; or 14:05, 14.05.30 alone.</summary>
    /// <param name="cell">UTF-8, not empty.</param>
    /// <param name="date">What it holds.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, out DateCell date)
    {
        date = default;
        // dates are ASCII, short, and begin with a digit or a month
        if (cell.Length is < 4 or > LongestDate || (!IsDigit(cell[0]) && !IsLetter(cell[0])))
            return false;
        if (cell is [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _] && TryDigits(cell[..4], out var year) && TryDigits(cell[5..7], out var month) && TryDigits(cell[8..], out var day))
            return Make(year, month, day, true, out date);
        var reader = new Reader(cell);
        if (TryTime(cell, alone: true, out var seconds, out _))
        {
            date = new DateCell(0, 0, 0, seconds, true);
            return true;
        }
        if (!TryDate(ref reader, out date))
            return false;
        var rest = cell[reader.At..];
        if (rest.IsEmpty)
            return true;
        if (rest[0] is not ((byte)'T' or (byte)' ' or (byte)',') || !TryTime(rest[1..].TrimStart((byte)' '), alone: false, out seconds, out var zone))
            return false;
        date = date with { Seconds = seconds, ZoneMinutes = zone };
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!IsDigit(digit))
                return false;
            value = (value * 10) + (digit - '0');
        }
        return true;
    }

    private static bool TryDate(ref Reader reader, out DateCell date)
    {
        date = default;
        if (reader.Month() is { } named)
        {
            // Mar 1, 2024
            reader.Skip((byte)'.');
            if (!reader.Skip((byte)' ') || reader.Number(out var digits) is not { } day || digits > 2)
                return false;
            _ = reader.Skip((byte)',');
            return reader.Skip((byte)' ') && TryYear(ref reader, out var year) && Make(year, named, day, true, out date);
        }
        if (reader.Number(out var length) is not { } first)
            return false;
        var part = reader.Peek;
        if (part is not ((byte)'-' or (byte)'/' or (byte)'.' or (byte)' '))
            return false;
        reader.Skip(part);
        if (length == 4)
        {
            if (part == (byte)' ' || reader.Number(out length) is not { } month || length > 2)
                return false;
            if (reader.AtEnd && part is (byte)'-' or (byte)'/')
                return Make(first, month, 1, true, out date);
            return reader.Skip(part) && reader.Number(out length) is { } day && length <= 2 && Make(first, month, day, true, out date);
        }
        if (length > 2)
            return false;
        if (reader.Month() is { } name)
        {
            // 1-Mar-2024, 1 March 2024
            reader.Skip((byte)'.');
            return reader.Skip(part) && TryYear(ref reader, out var year) && Make(year, name, first, true, out date);
        }
        return part != (byte)' ' && reader.Number(out length) is { } second && length <= 2 && reader.Skip(part)
            && TryYear(ref reader, out var last) && Make(last, first, second, false, out date);
    }

    private static bool TryYear(ref Reader reader, out int year)
    {
        year = reader.Number(out var digits) ?? 0;
        if (digits == 2)
            year += year < 50 ? 2000 : 1900;
        return digits is 2 or 4;
    }

    private static bool Make(int year, int first, int second, bool isFixed, out DateCell date)
    {
        date = new DateCell(year, first, second, double.NaN, isFixed);
        return year is >= 1 and <= 9999 && (!double.IsNaN(date.Days(DateOrder.MonthFirst)) || (!isFixed && !double.IsNaN(date.Days(DateOrder.DayFirst))));
    }

    /// <summary>14:05, 14:05:30, 14:05:30.250, 2:05 PM; after a date also with a zone, which is left out; alone also 14.05.30.</summary>
    private static bool TryTime(ReadOnlySpan<byte> text, bool alone, out double seconds, out int? zone)
    {
        (seconds, zone) = (double.NaN, null);
        var reader = new Reader(text);
        if (reader.Number(out var digits) is not { } hours || digits > 2)
            return false;
        var part = reader.Peek;
        if (!(part == (byte)':' || (part == (byte)'.' && alone)) || !reader.Skip(part) || reader.Number(out digits) is not { } minutes || digits != 2)
            return false;
        var whole = 0.0;
        if (reader.Skip(part))
        {
            if (reader.Number(out digits) is not { } s || digits != 2)
                return false;
            whole = s;
            if (part == (byte)':' && (reader.Skip((byte)'.') || reader.Skip((byte)',')))
            {
                if (reader.Number(out digits) is not { } fraction || digits > 9)
                    return false;
                whole += fraction / Math.Pow(10, digits);
            }
        }
        else if (part == (byte)'.')
        {
            // 14.05 is a number
            return false;
        }
        var rest = reader.Rest.Trim((byte)' ');
        if (rest.Length == 2 && (rest[1] | 0x20) == 'm' && (rest[0] | 0x20) is 'a' or 'p' && hours is >= 1 and <= 12)
        {
            hours = (hours % 12) + ((rest[0] | 0x20) == 'p' ? 12 : 0);
            rest = [];
        }
        if (!rest.IsEmpty && (alone || (zone = Zone(rest)) is null))
            return false;
        seconds = (hours * 3600) + (minutes * 60) + whole;
        return hours <= 24 && minutes < 60 && whole < 61 && seconds <= 86_400;
    }

    /// <summary>Z, UTC, +02, +0200 or +02:00 in minutes; null for anything else.</summary>
    private static int? Zone(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'Z'] || text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8))
            return 0;
        if (text.Length is < 3 or > 6 || text[0] is not ((byte)'+' or (byte)'-') || text[1..].IndexOfAnyExcept(s_zoneBytes) >= 0)
            return null;
        var reader = new Reader(text[1..]);
        var hours = reader.Number(out var digits) ?? 0;
        var minutes = digits > 2 ? hours % 100 : 0;
        hours = digits > 2 ? hours / 100 : hours;
        if (reader.Skip((byte)':'))
            minutes = reader.Number(out _) ?? 0;
        return (text[0] == (byte)'-' ? -1 : 1) * ((hours * 60) + minutes);
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    private static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 25;

    /// <summary>Reads a cell from left to right.</summary>
    private ref struct Reader(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public int At { get; private set; }

        public readonly bool AtEnd => At == _text.Length;

        public readonly byte Peek => AtEnd ? (byte)0 : _text[At];

        public readonly ReadOnlySpan<byte> Rest => _text[At..];

        public bool Skip(byte value)
        {
            if (AtEnd || _text[At] != value)
                return false;
            At++;
            return true;
        }

        public int? Number(out int digits)
        {
            var (value, start) = (0, At);
            while (!AtEnd && (uint)(_text[At] - '0') <= 9 && At - start < 9)
                value = (value * 10) + (_text[At++] - '0');
            digits = At - start;
            return digits > 0 ? value : null;
        }

        /// <summary>The month of an English name, in full or its first three letters.</summary>
        public int? Month()
        {
            var end = At;
            while (end < _text.Length && IsLetter(_text[end]))
                end++;
            if (end - At is < 3 or > 9)
                return null;
            var month = (_text[At] << 16 | _text[At + 1] << 8 | _text[At + 2]) | 0x202020;
            var index = Array.IndexOf(s_months, month);
            if (index < 0 || (end - At > 3 && !Ascii.EqualsIgnoreCase(_text[At..end], s_monthNames[index])))
                return null;
            At = end;
            return index + 1;
        }
    }
}
