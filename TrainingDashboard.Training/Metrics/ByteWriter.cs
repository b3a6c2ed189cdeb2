using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Metrics;

/// <summary>Bytes that grow, little-endian.</summary>
internal sealed class ByteWriter(int capacity = 256)
{
    private const int LongestVarint = 10;
    private byte[] _bytes = new byte[capacity];
    private int _length;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Byte(byte value) => Room(1)[0] = value;

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    public void Column<T>(ReadOnlySpan<T> column)
        where T : unmanaged
        => Bytes(MemoryMarshal.AsBytes(column));

    /// <summary>Seven bits a byte, the lowest first; the top bit says that more follows.</summary>
    public void Varint(ulong value)
    {
        Reserve(LongestVarint);
        _length += Varint(_bytes.AsSpan(_length), value);
    }

    /// <summary>A signed number, small ones of either sign in few bytes.</summary>
    public void Signed(long value) => Varint(ZigZag(value));

    /// <summary>How much each difference differs from the one before, from the third number on.</summary>
    public void SecondDifferences(ReadOnlySpan<long> column)
    {
        Reserve(column.Length * LongestVarint);
        var to = _bytes.AsSpan(_length);
        var written = 0;
        var difference = column[1] - column[0];
        for (var i = 2; i < column.Length; i++)
        {
            var next = unchecked(column[i] - column[i - 1]);
            var value = ZigZag(unchecked(next - difference));
            difference = next;
            if (value < 0x80)
                to[written++] = (byte)value;
            else
                written += Varint(to[written..], value);
        }

        _length += written;
    }

    private static int Varint(Span<byte> to, ulong value)
    {
        var written = 0;
        for (; value >= 0x80; value >>= 7)
            to[written++] = (byte)(value | 0x80);
        to[written++] = (byte)value;
        return written;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private Span<byte> Room(int length)
    {
        Reserve(length);
        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }

    private void Reserve(int length)
    {
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_length + length)));
    }
}
