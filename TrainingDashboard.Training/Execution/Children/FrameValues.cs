using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>The values of a frame, in the order in which <see cref="FrameBuffer"/> wrote them.</summary>
internal ref struct FrameValues(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public double? ReadOptionalDouble() => ReadByte() == 0 ? null : ReadDouble();

    public DateTimeOffset ReadTime() => new(ReadInt64(), TimeSpan.Zero);

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadInt32());

    public T ReadJson<T>()
        => JsonSerializer.Deserialize<T>(ReadBytes(), FeedJson.Options) ?? throw new InvalidDataException("A frame has null where a value was expected.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException("A frame ends before its values do.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
