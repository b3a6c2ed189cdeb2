namespace TrainingDashboard.Training.Feed;

/// <summary>The latest frames of a job, bounded in number and in bytes. Not thread-safe: the feed locks.</summary>
internal sealed class FrameRing(int frames, long bytes)
{
    private readonly Frame?[] _frames = new Frame?[frames];
    private int _oldest;
    private int _count;
    private long _before = long.MaxValue;
    private long _size;
    private Delivery? _delivered;
    private long _deliveredEvents;
    private long _deliveredBytes;

    /// <summary>Keeps a frame, and lets the oldest go where there are too many; the latest always stays.</summary>
    public void Add(Frame frame)
    {
        if (_count == 0)
            _before = frame.First - 1;
        while (_count == _frames.Length || (_count > 0 && _size + frame.Size > bytes))
            LetGo();
        _frames[(_oldest + _count++) % _frames.Length] = frame;
        _size += frame.Size;
    }

    /// <summary>Whether everything after <paramref name="seq"/> is here.</summary>
    public bool Reaches(long seq) => seq >= _before;

    /// <summary>
    /// The frames with something after <paramref name="seq"/>, of which there is one at least, as many as one delivery
    /// takes, or null where the ring no longer reaches back that far.
    /// </summary>
    public Delivery? After(long seq, ReaderOptions options)
    {
        if (seq < _before)
            return null;
        // Nearly all readers lack the same few frames: they share one delivery.
        if (_delivered is { } shared && (shared.Frames[0].First, shared.Last) == (seq + 1, At(_count - 1).Last)
            && (shared.Frames.Count == 1 || Fits(_deliveredEvents, _deliveredBytes, options)))
            return shared;
        var taken = new List<Frame>();
        (_deliveredEvents, _deliveredBytes) = (0, 0);
        for (var i = FirstAfter(seq); i < _count; i++)
        {
            var frame = At(i).After(seq);
            var (events, bytes) = (_deliveredEvents + frame.Events.Count, _deliveredBytes + frame.Size);
            if (taken.Count > 0 && !Fits(events, bytes, options))
                break;
            taken.Add(frame);
            (_deliveredEvents, _deliveredBytes) = (events, bytes);
        }

        return _delivered = taken is [var one] ? one.Alone : new Delivery { Frames = taken };
    }

    private static bool Fits(long events, long bytes, ReaderOptions options)
        => events <= options.DeliveryEvents && bytes <= options.DeliveryBytes;

    private int FirstAfter(long seq)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Last > seq)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private Frame At(int index) => _frames[(_oldest + index) % _frames.Length]!;

    private void LetGo()
    {
        var oldest = At(0);
        _frames[_oldest] = null;
        _oldest = (_oldest + 1) % _frames.Length;
        _count--;
        _size -= oldest.Size;
        _before = oldest.Last;
    }
}
