namespace TrainingDashboard.Training.Feed;

/// <summary>
/// The readers that wait for the next frame. They are rung in rounds, a few at a time: a transport takes several turns of
/// the thread pool to get bytes out, and if all readers were woken at once, the first viewer would be served after every
/// turn of the last, out of buffers and caches that had to hold them all. A round that is under way when the next frame
/// comes is not overtaken: more viewers than the processor can serve so often get several frames at once.
/// </summary>
internal sealed class WaitingReaders : IThreadPoolWorkItem
{
    private const int AtOnce = 8;
    private readonly Lock _lock = new();
    private readonly HashSet<ReaderWait> _waiting = [];
    private ReaderWait[]? _round;
    private int _next;
    private bool _again;

    /// <summary>Adds a reader whose wait is armed.</summary>
    public void Add(ReaderWait reader)
    {
        lock (_lock)
            _waiting.Add(reader);
    }

    /// <summary>Forgets a reader that has gone.</summary>
    public void Remove(ReaderWait reader)
    {
        lock (_lock)
            _waiting.Remove(reader);
    }

    /// <summary>Says that there is a new frame.</summary>
    public void Ring()
    {
        lock (_lock)
        {
            _again = _round is not null;
            if (_again)
                return;
            BeginRound();
        }

        Execute();
    }

    /// <summary>Rings the next few of the round, the others behind what the pool has to do for those.</summary>
    public void Execute()
    {
        var round = _round!;
        var end = Math.Min(_next + AtOnce, round.Length);
        while (_next < end)
            round[_next++].Ring();
        if (_next < round.Length || GoesOn())
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool GoesOn()
    {
        lock (_lock)
        {
            _round = null;
            if (!_again || _waiting.Count == 0)
                return false;
            _again = false;
            BeginRound();
            return true;
        }
    }

    private void BeginRound()
    {
        _round = [.. _waiting];
        _waiting.Clear();
        _next = 0;
    }
}
