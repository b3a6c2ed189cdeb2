using System.Text.Json;
using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Training.Feed;

/// <summary>The events of one flush. Encoded at most once, whoever reads it over whatever transport.</summary>
public sealed class Frame
{
    private ReadOnlyMemory<byte>[]? _json;
    private Delivery? _alone;

    /// <param name="events">At least one, numbers in a row.</param>
    public Frame(IReadOnlyList<JobEvent> events)
        : this(events, json: null)
    {
    }

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

    private static ReadOnlyMemory<byte> Encode(JobEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, FeedJson.Options);
}
