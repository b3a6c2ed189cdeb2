using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// What a subscriber gets in one send: a snapshot that stands in for all events up to its number, or events in a row.
/// </summary>
[JsonConverter(typeof(DeliveryJsonConverter))]
public sealed record Delivery
{
    /// <summary>The job as it stands; null when this carries events.</summary>
    public JobSnapshot? Snapshot { get; init; }

    /// <summary>Events in a row; empty when this carries a snapshot.</summary>
    public IReadOnlyList<Frame> Frames { get; init; } = [];

    /// <summary>The number up to which the subscriber knows everything once it has this.</summary>
    public long Last => Snapshot?.Seq ?? Frames[^1].Last;
}

/// <summary>Writes events from the bytes that all subscribers share.</summary>
internal sealed class DeliveryJsonConverter : JsonConverter<Delivery>
{
    public override Delivery Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => throw new NotSupportedException("Deliveries go out only.");

    public override void Write(Utf8JsonWriter writer, Delivery value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Snapshot is { } snapshot)
        {
            writer.WritePropertyName("snapshot");
            JsonSerializer.Serialize(writer, snapshot, FeedJson.Options);
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
