using System.Runtime.CompilerServices;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>
/// A histogram of numbers whose range is not known beforehand, exact in its counts: bars are a power of two wide, and where
/// a number falls outside all of them, neighbours become one bar of twice the width.
/// </summary>
internal sealed class StreamingHistogram
{
    private const int Bars = 64;
    private const int FirstBits = 30;
    private const int LeastExponent = -1000;
    private const double MostIndex = 1e15;

    private readonly long[] _counts = new long[Bars];
    private double _inverse;
    private int _exponent;
    private double _first = double.NaN;

    /// <summary>Takes in a finite number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value)
    {
        var index = Math.Floor(value * _inverse) - _first;
        if (!(index >= 0 && index < Bars))
            index = Widen(value);
        _counts[(int)index]++;
    }

    /// <summary>The bars from the first to the last that holds something; empty if nothing came.</summary>
    /// <returns>Counts, and where the first bar begins and the last ends.</returns>
    public (IReadOnlyList<long> Counts, double From, double To) Finish()
    {
        var (from, to) = (Array.FindIndex(_counts, count => count > 0), Array.FindLastIndex(_counts, count => count > 0));
        var width = Math.ScaleB(1, _exponent);
        return from < 0 ? ([], 0, 0) : (_counts[from..(to + 1)], (_first + from) * width, (_first + to + 1) * width);
    }

    private double Widen(double value)
    {
        if (double.IsNaN(_first))
        {
            _exponent = value == 0 ? -FirstBits : Math.Max(LeastExponent, Math.ILogB(value) - FirstBits);
            _inverse = Math.ScaleB(1, -_exponent);
            _first = Math.Floor(value * _inverse) - (Bars / 2);
        }
        double index;
        while (true)
        {
            var at = Math.Floor(value * _inverse);
            index = at - _first;
            if (Math.Abs(at) < MostIndex && index is >= 0 and < Bars)
                return index;
            Double(towardsLower: index < 0);
        }
    }

    private void Double(bool towardsLower)
    {
        // an odd first bar would have no partner; and the room that is won lies where it is wanted
        var isOdd = Math.Floor(_first / 2) * 2 != _first;
        var merged = new long[Bars];
        var offset = isOdd ? 1 : 0;
        var shift = towardsLower ? (Bars / 2) - offset : 0;
        for (var i = 0; i < Bars; i++)
            merged[((i + offset) / 2) + shift] += _counts[i];
        _first = Math.Floor(_first / 2) - shift;
        merged.CopyTo(_counts, 0);
        _exponent++;
        _inverse = Math.ScaleB(1, -_exponent);
    }
}
