using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>
/// Frames one after another: the length of what follows (i32), the kind (u8), the values. Little-endian; a text is UTF-8
/// after its length (i32), a number that may be missing follows a byte that says so. Not thread-safe.
/// </summary>
/// <param name="capacity">Bytes to begin with.</param>
internal sealed class FrameBuffer(int capacity = FrameBuffer.OneFrame)
{
    /// <summary>Enough for most frames, and for many.</summary>
    public const int OneFrame = 256, ManyFrames = 1 << 16;

    private byte[] _bytes = new byte[capacity];
    private int _frame;

    /// <summary>Bytes held.</summary>
    public int Count { get; private set; }

    /// <summary>All frames.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    /// <summary>Begins a frame.</summary>
    public FrameBuffer Begin(byte kind)
    {
        _frame = Count;
        Reserve(5)[4] = kind;
        return this;
    }

    /// <summary>Ends the frame.</summary>
    public void End() => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_frame), Count - _frame - 4);

    public FrameBuffer Write(byte value)
    {
        Reserve(1)[0] = value;
        return this;
    }

    public FrameBuffer Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);
        return this;
    }

    public FrameBuffer Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);
        return this;
    }

    public FrameBuffer Write(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);
        return this;
    }

    public FrameBuffer Write(double? value) => value is { } present ? Write((byte)1).Write(present) : Write((byte)0);

    public FrameBuffer Write(DateTimeOffset value) => Write(value.UtcTicks);

    public FrameBuffer Write(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Write(length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
        return this;
    }

    public FrameBuffer Write(ReadOnlySpan<byte> value)
    {
        Write(value.Length);
        value.CopyTo(Reserve(value.Length));
        return this;
    }

    /// <summary>A value whose shape is that of its JSON.</summary>
    public FrameBuffer WriteJson<T>(T value) => Write(JsonSerializer.SerializeToUtf8Bytes(value, FeedJson.Options).AsSpan());

    /// <summary>Forgets all frames, and the memory where there were many.</summary>
    public void Clear()
    {
        Count = 0;
        if (_bytes.Length > 64 * ManyFrames)
            _bytes = new byte[capacity];
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Count < count)
            Array.Resize(ref _bytes, (int)Math.Max(Math.Min(2L * _bytes.Length, Array.MaxLength), checked(Count + count)));
        var room = _bytes.AsSpan(Count, count);
        Count += count;
        return room;
    }
}
