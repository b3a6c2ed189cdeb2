using System.Buffers.Binary;
using System.Numerics;

namespace TrainingDashboard.Training.Metrics;

/// <summary>The Castagnoli checksum (RFC 3720, appendix B.4), which processors compute.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The bytes without the checksum at their end.</summary>
    /// <exception cref="InvalidDataException">The checksum does not fit: the bytes are damaged.</exception>
    public static ReadOnlySpan<byte> Verified(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length - sizeof(uint);
        return length >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(bytes[length..]) == Of(bytes[..length])
            ? bytes[..length]
            : throw new InvalidDataException("The stored points are damaged: the checksum does not fit.");
    }
}
