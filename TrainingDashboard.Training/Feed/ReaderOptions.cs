using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Feed;

/// <summary>How a reader wants to be served. What waits in memory for it is never more than one delivery.</summary>
public sealed record ReaderOptions
{
    /// <summary>Every event, in deliveries of the usual size.</summary>
    public static ReaderOptions Default { get; } = new();

    /// <summary>What to do when the reader is so slow that the feed's memory no longer reaches back to it.</summary>
    public FallBehind Behind { get; init; } = FallBehind.Events;

    /// <summary>Events in one delivery at the most; one frame is always taken whole.</summary>
    public int DeliveryEvents { get; init; } = 500;

    /// <summary>Bytes in one delivery at the most, about; one frame is always taken whole.</summary>
    public long DeliveryBytes { get; init; } = 32 * 1024;
}

/// <summary>What a reader gets that has fallen behind.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FallBehind>))]
public enum FallBehind
{
    /// <summary>The missing events out of the store, at its own pace: what a recorder wants.</summary>
    [JsonStringEnumMemberName("events")]
    Events,

    /// <summary>A snapshot that names the number up to which it stands in for the events: what a chart wants.</summary>
    [JsonStringEnumMemberName("snapshot")]
    Snapshot,
}
