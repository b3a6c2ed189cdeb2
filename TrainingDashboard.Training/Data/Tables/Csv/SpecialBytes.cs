using System.Numerics;
using System.Runtime.Intrinsics;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>
/// Finds the bytes that mean something to a record reader, 64 at a time: delimiter, quote, and all control characters.
/// </summary>
/// <param name="delimiter">The delimiter.</param>
/// <param name="quote">The quote; 0 for none, as 0 is found anyway.</param>
internal struct SpecialBytes(byte delimiter, byte quote)
{
    /// <summary>Bytes that may be looked at beyond the end of what is asked about.</summary>
    public const int Slack = 64;

    private const byte Delete = 0x7F;
    private const byte LastControl = 0x1F;

    private int _block = -Slack;
    private ulong _found;

    /// <summary>Begins anew at an index, as after the bytes were moved.</summary>
    public void Restart(int at)
    {
        _block = at - Slack;
        _found = 0;
    }

    /// <summary>The first special byte at or after <paramref name="from"/>, which never goes down; <paramref name="end"/> if there is none.</summary>
    public int Next(byte[] buffer, int from, int end)
    {
        while (true)
        {
            while (_found != 0)
            {
                var at = _block + BitOperations.TrailingZeroCount(_found);
                if (at >= end)
                    return end;
                _found &= _found - 1;
                if (at >= from)
                    return at;
            }
            if (_block + Slack >= end)
                return end;
            _block += Slack;
            _found = Look(ref buffer[_block]);
        }
    }

    private readonly ulong Look(ref byte first)
    {
        var low = Look(Vector256.LoadUnsafe(ref first));
        return low | ((ulong)Look(Vector256.LoadUnsafe(ref first, 32)) << 32);
    }

    private readonly uint Look(Vector256<byte> bytes)
    {
        var isControl = Vector256.Equals(Vector256.Min(bytes, Vector256.Create(LastControl)), bytes);
        var found = isControl | Vector256.Equals(bytes, Vector256.Create(delimiter))
            | Vector256.Equals(bytes, Vector256.Create(quote)) | Vector256.Equals(bytes, Vector256.Create(Delete));
        return found.ExtractMostSignificantBits();
    }
}
