using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Metrics;

/// <summary>Reads what <see cref="ByteWriter"/> wrote; never past the end.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _bytes.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public T[] Column<T>(int rows)
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(Take(rows * 8L)).ToArray();

    public ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > _bytes.Length)
            throw new InvalidDataException("The stored points are cut short.");
        var taken = _bytes[..(int)length];
        _bytes = _bytes[(int)length..];
        return taken;
    }

    public ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("The stored points hold a number that does not end.");
    }

    /// <summary>A number that says how many of something follow.</summary>
    public int Count(int most)
        => Varint() is var value && value <= (ulong)most ? (int)value : throw new InvalidDataException("The stored points hold an impossible count.");

    public long Signed() => UnZigZag(Varint());

    /// <summary>Fills from the third number on, by the first two.</summary>
    public void SecondDifferences(Span<long> column)
    {
        var difference = unchecked(column[1] - column[0]);
        var i = 2;
        // Nearly every difference is one byte: the common case reads without asking for bounds twice.
        for (; i < column.Length && !_bytes.IsEmpty; i++)
        {
            var next = _bytes[0];
            if (next < 0x80)
            {
                _bytes = _bytes[1..];
                difference += UnZigZag(next);
            }
            else
            {
                difference = unchecked(difference + UnZigZag(Varint()));
            }

            column[i] = unchecked(column[i - 1] + difference);
        }

        if (i < column.Length)
            throw new InvalidDataException("The stored points are cut short.");
    }

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
