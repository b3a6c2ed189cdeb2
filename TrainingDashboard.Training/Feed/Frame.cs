using System.Buffers;
using System.Text.Json;
using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// The events of one flush. Encoded at most once, whoever reads it over whatever transport; or, where it was read for one
/// reader alone, not kept encoded at all.
/// </summary>
public sealed class Frame
{
    private readonly bool _isPrivate;
    private ReadOnlyMemory<byte>[]? _json;
    private Delivery? _alone;

    /// <param name="events">At least one, numbers in a row.</param>
    /// <param name="isPrivate">Whether one reader alone gets it.</param>
    public Frame(IReadOnlyList<JobEvent> events, bool isPrivate = false)
        : this(events, json: null)
        => _isPrivate = isPrivate;

    private Frame(IReadOnlyList<JobEvent> events, ReadOnlyMemory<byte>[]? json)
    {
        Events = events;
        Size = events.Sum(EventSize.Of);
        _json = json;
    }

    /// <summary>At least one, numbers in a row.</summary>
    public IReadOnlyList<JobEvent> Events { get; }

    /// <summary>About how many bytes the events are as JSON.</summary>
    public long Size { get; }

    /// <summary>Number of the first event.</summary>
    public long First => Events[0].Seq;

    /// <summary>Number of the last event.</summary>
    public long Last => Events[^1].Seq;

    /// <summary>Each event as UTF-8 JSON on one line.</summary>
    // Two first readers may both encode; they make the same bytes and one of them stays.
    public IReadOnlyList<ReadOnlyMemory<byte>> Json => _json ??= [.. Events.Select(Encode)];

    /// <summary>A delivery of this frame and no other, the same for all readers.</summary>
    public Delivery Alone => _alone ??= new Delivery { Frames = [this] };

    /// <summary>The frame without what the reader has seen.</summary>
    public Frame After(long seq)
    {
        if (seq < First)
            return this;
        var seen = (int)(seq - First + 1);
        return new Frame([.. Events.Skip(seen)], _json?[seen..]);
    }

    /// <summary>Writes the events as JSON, with commas between them.</summary>
    internal void WriteJson(IBufferWriter<byte> to)
    {
        for (var i = 0; i < Events.Count; i++)
        {
            if (i > 0)
                to.Write(","u8);
            if (_isPrivate)
                Encode(Events[i], to);
            else
                to.Write(Json[i].Span);
        }
    }

    // Into what is sent, a little at a time: text of many readers far behind, each as one piece, adds up.
    private static void Encode(JobEvent happened, IBufferWriter<byte> to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = FeedJson.Options.Encoder, SkipValidation = true });
        JsonSerializer.Serialize(json, happened, FeedJson.Options);
    }

    private static ReadOnlyMemory<byte> Encode(JobEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, FeedJson.Options);
}
