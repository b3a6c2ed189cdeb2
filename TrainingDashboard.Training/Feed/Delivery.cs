using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// What a subscriber gets in one send: a snapshot that stands in for all events up to its number, or events in a row.
/// </summary>
[JsonConverter(typeof(DeliveryJsonConverter))]
public sealed record Delivery
{
    private byte[]? _members;
    private bool _written;

    /// <summary>The job as it stands; null when this carries events.</summary>
    public JobSnapshot? Snapshot { get; init; }

    /// <summary>Events in a row; empty when this carries a snapshot.</summary>
    public IReadOnlyList<Frame> Frames { get; init; } = [];

    /// <summary>The number up to which the subscriber knows everything once it has this.</summary>
    public long Last => Snapshot?.Seq ?? Frames[^1].Last;

    /// <summary>The snapshot as JSON, made once for all readers that share the delivery; empty when this carries events.</summary>
    public ReadOnlyMemory<byte> SnapshotJson => Snapshot is null ? default : LazyInitializer.EnsureInitialized(
        ref _members, () => JsonSerializer.SerializeToUtf8Bytes(Snapshot, FeedJson.Options));

    /// <summary>
    /// Writes what this carries as the members of a JSON object, without its braces: <c>snapshot</c>, or <c>first</c>, <c>last</c>
    /// and <c>events</c>. These are made once, for all readers that share the delivery.
    /// </summary>
    public void WriteMembers(IBufferWriter<byte> to)
    {
        if (Snapshot is not null)
        {
            to.Write("\"snapshot\":"u8);
            to.Write(SnapshotJson.Span);
            return;
        }

        // What one reader alone is sent is not worth keeping a second time: that of many readers far behind adds up.
        if (!Interlocked.Exchange(ref _written, true))
        {
            WriteMembers(Frames, to);
            return;
        }

        if (_members is null)
        {
            var buffer = new ArrayBufferWriter<byte>();
            WriteMembers(Frames, buffer);
            _members = buffer.WrittenSpan.ToArray();
        }

        to.Write(_members);
    }

    private static void WriteMembers(IReadOnlyList<Frame> frames, IBufferWriter<byte> to)
    {
        to.Write("\"first\":"u8);
        WriteNumber(frames[0].First, to);
        to.Write(",\"last\":"u8);
        WriteNumber(frames[^1].Last, to);
        to.Write(",\"events\":["u8);
        for (var i = 0; i < frames.Count; i++)
        {
            if (i > 0)
                to.Write(","u8);
            frames[i].WriteJson(to);
        }

        to.Write("]"u8);
    }

    private static void WriteNumber(long number, IBufferWriter<byte> to)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        to.Write(digits[..length]);
    }
}

/// <summary>Writes events from the bytes that all subscribers share.</summary>
internal sealed class DeliveryJsonConverter : JsonConverter<Delivery>
{
    public override Delivery Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => throw new NotSupportedException("Deliveries go out only.");

    public override void Write(Utf8JsonWriter writer, Delivery value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Snapshot is not null)
        {
            writer.WritePropertyName("snapshot");
            writer.WriteRawValue(value.SnapshotJson.Span, skipInputValidation: true);
        }
        else
        {
            writer.WriteNumber("first", value.Frames[0].First);
            writer.WriteNumber("last", value.Last);
            writer.WriteStartArray("events");
            foreach (var frame in value.Frames)
            {
                foreach (var json in frame.Json)
                    writer.WriteRawValue(json.Span, skipInputValidation: true);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
