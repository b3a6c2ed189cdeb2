namespace TrainingDashboard.Training.Feed;

/// <summary>
/// Rings the readers that wait for one frame, a few at a time: a transport takes several turns of the thread pool to get
/// bytes out, and if all readers were woken at once, the first viewer would be served after every turn of the last, out of
/// buffers and caches that had to hold them all.
/// </summary>
internal sealed class ReaderRound(ReaderWait[] readers) : IThreadPoolWorkItem
{
    private const int AtOnce = 8;
    private int _next;

    /// <summary>Rings the first few now, the others behind what the pool has to do for those.</summary>
    public void Execute()
    {
        var end = Math.Min(_next + AtOnce, readers.Length);
        while (_next < end)
            readers[_next++].Ring();
        if (_next < readers.Length)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
