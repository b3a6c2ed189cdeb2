using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>What the digits of a column's numbers show beyond their values: codes with leading zeros, days as 20240131, thousands as 1.234.</summary>
internal sealed class NumberLooks
{
    private const int ShortestCode = 5;

    private bool _mayBeDays = true;
    private bool _mayBePointThousands = true;
    private long _days;
    private long _pointThousands;
    private int _shortest = int.MaxValue;
    private int _longest;

    /// <summary>Whole numbers that begin with a zero and have more digits.</summary>
    public long LeadingZeros { get; private set; }

    /// <summary>One of them; null for none.</summary>
    public string? LeadingZero { get; private set; }

    /// <summary>Whether all have the same number of digits, enough for a code, and some begin with a zero.</summary>
    public bool AreCodes => LeadingZeros > 0 && _shortest == _longest && _shortest >= ShortestCode;

    /// <summary>Whether all are days written as 20240131.</summary>
    public bool AreDays => _mayBeDays && _days > 2;

    /// <summary>Whether what is after a point has exactly three digits everywhere, so that it could be thousands.</summary>
    public bool MayBePointThousands => _mayBePointThousands && _pointThousands > 2;

    /// <summary>Takes in a number.</summary>
    public void Add(ReadOnlySpan<byte> cell, double value)
    {
        _shortest = Math.Min(_shortest, cell.Length);
        _longest = Math.Max(_longest, cell.Length);
        if (cell[0] == (byte)'0' && cell.Length > 1 && cell[1] is >= (byte)'0' and <= (byte)'9' && cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            LeadingZeros++;
            LeadingZero ??= System.Text.Encoding.UTF8.GetString(cell);
        }
        if (_mayBeDays)
        {
            _mayBeDays = cell.Length == 8 && DateNumber.IsYearMonthDay(value);
            _days++;
        }
        if (_mayBePointThousands)
            AddPointThousands(cell, value);
    }

    private void AddPointThousands(ReadOnlySpan<byte> cell, double value)
    {
        var digits = cell[0] == (byte)'-' ? cell[1..] : cell;
        var at = digits.IndexOf((byte)'.');
        if (at < 0)
            _mayBePointThousands = Math.Abs(value) < 1_000 && value == Math.Floor(value);
        else if (at is >= 1 and <= 3 && digits.Length == at + 4 && digits[0] != (byte)'0')
            _pointThousands++;
        else
            _mayBePointThousands = false;
    }
}
