using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>A hash of a cell whose bits are all even enough to count distinct cells by; the same in every process.</summary>
internal static class CellHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;

    public static ulong Of(ReadOnlySpan<byte> cell)
    {
        var hash = (ulong)cell.Length * First;
        while (cell.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(cell));
            cell = cell[8..];
        }
        var last = 0UL;
        for (var i = 0; i < cell.Length; i++)
            last |= (ulong)cell[i] << (8 * i);
        hash = Mix(hash ^ last);
        return hash ^ (hash >> 32);
    }

    // a multiplication carries upwards only, so what is high is brought down again
    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ Second, First, out var low);
        return BitOperations.RotateLeft(high ^ low, 23) * Second;
    }
}
