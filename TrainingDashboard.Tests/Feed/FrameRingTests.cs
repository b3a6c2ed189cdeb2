using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Tests.Feed;

public sealed class FrameRingTests
{
    private static readonly ReaderOptions s_all = new() { DeliveryEvents = int.MaxValue, DeliveryBytes = long.MaxValue };

    [Fact]
    public void After_AnyNumber_IsWhatTheRingHoldsOrNothing()
    {
        var ring = new FrameRing(frames: 3, bytes: long.MaxValue);
        for (var first = 1; first <= 9; first += 2)
            ring.Add(Lines(first, 2));

        for (var seq = 0; seq < 4; seq++)
            Assert.Null(ring.After(seq, s_all));
        for (var seq = 4; seq <= 10; seq++)
            Assert.Equal(Enumerable.Range(seq + 1, 10 - seq).Select(i => (long)i), Seqs(ring.After(seq, s_all)!));
    }

    [Fact]
    public void Ring_OfLongFrames_IsBoundedInBytesAndKeepsTheLatest()
    {
        var ring = new FrameRing(frames: 100, bytes: 10_000);
        for (var seq = 1; seq <= 20; seq++)
            ring.Add(Lines(seq, 1, length: 4_000));
        Assert.Equal([19, 20], Seqs(ring.After(18, s_all)!));
        Assert.Null(ring.After(17, s_all));

        ring.Add(Lines(21, 1, length: 1_000_000));
        Assert.Equal([21], Seqs(ring.After(20, s_all)!));
        Assert.Null(ring.After(19, s_all));
    }

    [Fact]
    public void Delivery_IsBoundedInEventsAndBytesButNeverEmpty()
    {
        var ring = new FrameRing(frames: 100, bytes: long.MaxValue);
        for (var first = 1; first <= 91; first += 10)
            ring.Add(Lines(first, 10, length: 900));

        Assert.Equal(30, Seqs(ring.After(0, s_all with { DeliveryEvents = 35 })!).Count());
        Assert.Equal(20, Seqs(ring.After(0, s_all with { DeliveryBytes = 25_000 })!).Count());
        Assert.Equal(10, Seqs(ring.After(0, s_all with { DeliveryBytes = 1 })!).Count());
        Assert.Equal([100], Seqs(ring.After(99, s_all with { DeliveryBytes = 1 })!));
    }

    [Fact]
    public void Delivery_OfTheSameFrames_IsSharedByReadersOfAnyKindThatItFits()
    {
        var ring = new FrameRing(frames: 100, bytes: long.MaxValue);
        for (var first = 1; first <= 91; first += 10)
            ring.Add(Lines(first, 10));

        var all = ring.After(0, s_all);
        Assert.Same(all, ring.After(0, s_all with { Behind = FallBehind.Snapshot, DeliveryEvents = 100 }));
        Assert.Equal(90, Seqs(ring.After(0, s_all with { DeliveryEvents = 99 })!).Count());
        Assert.Equal(100, Seqs(ring.After(0, s_all)!).Count());
    }

    [Fact]
    public void Frame_WithoutItsBeginning_SharesTheBytesOfTheRest()
    {
        var frame = Lines(1, 3);
        var whole = frame.Json;

        var rest = frame.After(1);

        Assert.Equal((2, 3), (rest.First, rest.Last));
        Assert.Equal(whole.Skip(1), rest.Json);
    }

    private static Frame Lines(long first, int count, int length = 1)
        => new([.. Enumerable.Range(0, count).Select(i => new LogEvent(0, LogLevel.Information, new string('x', length)) { Seq = first + i })]);

    private static IEnumerable<long> Seqs(Delivery delivery) => delivery.Frames.SelectMany(f => f.Events).Select(e => e.Seq);
}
