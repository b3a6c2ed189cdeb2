using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>A hash of a cell whose bits are all even enough to count distinct cells by; the same in every process.</summary>
internal static class CellHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> cell)
    {
        var hash = (ulong)cell.Length * First;
        if (cell.Length >= 8)
        {
            // the last eight may overlap those before
            for (var at = 0; at < cell.Length - 8; at += 8)
                hash = Mix(hash ^ MemoryMarshal.Read<ulong>(cell[at..]));
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(cell[^8..]));
        }
        else if (cell.Length >= 4)
        {
            hash = Mix(hash ^ (MemoryMarshal.Read<uint>(cell) | ((ulong)MemoryMarshal.Read<uint>(cell[^4..]) << 32)));
        }
        else if (cell.Length > 0)
        {
            hash = Mix(hash ^ (cell[0] | ((ulong)cell[cell.Length / 2] << 8) | ((ulong)cell[^1] << 16)));
        }
        return hash ^ (hash >> 32);
    }

    // a multiplication carries upwards only, so what is high is brought down again
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ Second, First, out var low);
        return BitOperations.RotateLeft(high ^ low, 23) * Second;
    }
}
