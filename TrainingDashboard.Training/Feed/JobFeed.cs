using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// A job's ordered stream: every change to the job goes through <see cref="UpdateAsync"/>, is stored, and only then
/// published; every reader follows at its own pace and can hold up nobody.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose.")]
public sealed class JobFeed
{
    private const int RingFrames = 256;
    private const long RingBytes = 4 * 1024 * 1024;
    private const int StorePage = 500;
    private static readonly TimeSpan s_sharing = TimeSpan.FromMilliseconds(500);
    private readonly IEventStore _store;
    private readonly Action<Job> _changed;
    private readonly Func<Job, JobSummary> _summarise;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly FrameRing _ring = new(RingFrames, RingBytes);
    private readonly WaitingReaders _waiting = new();
    private WeakReference<Delivery>? _shared;
    private long _sharedAt;
    private JobCurves? _curves;
    private Job _job;
    private int _readers;
    private bool _removed;

    internal JobFeed(Job job, IEventStore store, Action<Job> changed, Func<Job, JobSummary>? summarise = null)
    {
        _summarise = summarise ?? JobSummary.Of;
        _job = job;
        _store = store;
        _changed = changed;
        if (job.Seq == 0)
            _curves = new JobCurves();
    }

    /// <summary>The job as it stands.</summary>
    public Job Job
    {
        get
        {
            lock (_lock)
                return _job;
        }
    }

    /// <summary>Readers at the moment.</summary>
    public int Readers => Volatile.Read(ref _readers);

    /// <summary>
    /// Lets the caller decide on the job as it stands, with nobody else changing it meanwhile, then stores and publishes.
    /// </summary>
    /// <param name="decide">Returns what should happen, or null to leave all as it is. What it throws reaches the caller.</param>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    /// <returns>The job afterwards.</returns>
    /// <exception cref="StaleJobException">The update is of an attempt that no longer holds the job.</exception>
    public async Task<Job> UpdateAsync(Func<Job, JobUpdate?> decide, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var before = Job;
            if (decide(before) is not { } update)
                return before;
            if (update.Attempt is { } attempt && attempt != before.Attempt)
                throw new StaleJobException(before.Id, attempt);

            var events = update.Events.Select((e, i) => e with { Seq = before.Seq + 1 + i }).ToArray();
            var after = update.Job with { Seq = before.Seq + events.Length };
            await _store.AppendAsync(before, after, events, update.Durable, cancellationToken);
            Publish(after, new Frame(events));
            return after;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc cref="ReadAsync(long?, ReaderOptions, CancellationToken)"/>
    public IAsyncEnumerable<Delivery> ReadAsync(long? after, CancellationToken cancellationToken)
        => ReadAsync(after, ReaderOptions.Default, cancellationToken);

    /// <summary>
    /// Follows the job: without <paramref name="after"/> first a snapshot, then every event after it; with it every
    /// event after that number. Ends after the last event of a job in a final status, and where the job is removed. A reader
    /// that asks for snapshots gets one in the place of events that the feed no longer has in memory.
    /// </summary>
    /// <exception cref="EventsGoneException">Events that the reader lacks were let go, and it does not ask for snapshots.</exception>
    public async IAsyncEnumerable<Delivery> ReadAsync(
        long? after, ReaderOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _readers);
        using var wait = new ReaderWait(cancellationToken);
        try
        {
            var store = new StorePages(_store, _job.Id, options);
            var seen = after ?? 0;
            var behind = after is null;
            while (true)
            {
                if (behind)
                {
                    var snapshot = await SharedSnapshotAsync(seen, cancellationToken);
                    yield return snapshot;
                    seen = snapshot.Last;
                    behind = false;
                }

                var found = Look(seen, options, wait, out var delivery);
                if (found == Found.Nothing)
                {
                    await wait.WaitAsync();
                    continue;
                }

                if (found == Found.End)
                    yield break;
                behind = found is Found.Hole or Found.Gone && options.Behind == FallBehind.Snapshot;
                if (behind)
                    continue;
                if (found == Found.Gone)
                    throw new EventsGoneException(Job);
                delivery ??= await store.ReadAsync(seen, cancellationToken);
                yield return delivery;
                seen = delivery.Last;
            }
        }
        finally
        {
            _waiting.Remove(wait);
            Interlocked.Decrement(ref _readers);
        }
    }

    /// <summary>Lets go of an ended job's events that carry points; its series are whole without.</summary>
    /// <returns>Whether there was something to let go of.</returns>
    public async Task<bool> TrimAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var job = Job;
            if (_removed || !job.Status.IsFinal() || job.FirstSeq >= job.Seq)
                return false;
            job = job with { FirstSeq = job.Seq };
            await _store.TrimAsync(job, cancellationToken);
            lock (_lock)
                _job = job;
            _changed(job);
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Has an ended job forgotten, with nobody changing it meanwhile, and ends every reader.</summary>
    /// <returns>Whether it has ended.</returns>
    internal async Task<bool> RemoveAsync(Func<Job, CancellationToken, Task> forget, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (!Job.Status.IsFinal())
                return false;
            await forget(Job, cancellationToken);
            lock (_lock)
                _removed = true;
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The job at this moment.</summary>
    public async Task<JobSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        await LoadCurvesAsync(cancellationToken);
        lock (_lock)
            return _curves!.ToSnapshot(_summarise(_job));
    }

    /// <summary>
    /// A snapshot that is at most half a second old, so that all who join meanwhile share it, encoded; what happened since comes
    /// to each as events.
    /// </summary>
    /// <param name="seen">The number that the reader has come to; the snapshot stands in for more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<Delivery> SharedSnapshotAsync(long seen, CancellationToken cancellationToken)
    {
        await LoadCurvesAsync(cancellationToken);
        lock (_lock)
        {
            if (_shared?.TryGetTarget(out var shared) == true
                && (_job.Status.IsFinal() || Stopwatch.GetElapsedTime(_sharedAt) < s_sharing)
                && (shared.Last == _job.Seq || (shared.Last > seen && _ring.Reaches(shared.Last))))
                return shared;
            var made = new Delivery { Snapshot = _curves!.ToSnapshot(_summarise(_job)) };
            // Who reads it keeps it; the feed does not, so that it costs nothing once everybody has it.
            (_shared, _sharedAt) = (new WeakReference<Delivery>(made), Stopwatch.GetTimestamp());
            return made;
        }
    }

    /// <summary>One series in at most <paramref name="points"/> buckets, or null where the job has none of this name.</summary>
    public async Task<SeriesSnapshot?> SeriesAsync(string name, int points, CancellationToken cancellationToken)
    {
        await LoadCurvesAsync(cancellationToken);
        lock (_lock)
            return _curves!.Series(name, points);
    }

    /// <summary>What was done to the job lately and what became of it: moves, receipts and checkpoints, in order.</summary>
    public async Task<IReadOnlyList<JobEvent>> HistoryAsync(CancellationToken cancellationToken)
    {
        await LoadCurvesAsync(cancellationToken);
        lock (_lock)
            return _curves!.History;
    }

    /// <summary>The first receipt of a command among what <see cref="HistoryAsync"/> tells; null where there is none.</summary>
    internal ReceiptEvent? FindReceipt(string command)
    {
        lock (_lock)
            return _curves?.History.OfType<ReceiptEvent>().FirstOrDefault(receipt => receipt.Command == command);
    }

    // Where there is nothing yet, the wait is armed with nobody publishing meanwhile: no frame comes unnoticed.
    private Found Look(long seen, ReaderOptions options, ReaderWait wait, out Delivery? delivery)
    {
        delivery = null;
        lock (_lock)
        {
            if (_removed)
                return Found.End;
            if (seen < _job.FirstSeq - 1)
                return Found.Gone;
            if (seen < _job.Seq)
            {
                delivery = _ring.After(seen, options);
                return delivery is null ? Found.Hole : Found.Frames;
            }

            if (_job.Status.IsFinal())
                return Found.End;
            wait.Arm();
            _waiting.Add(wait);
            return Found.Nothing;
        }
    }

    private void Publish(Job after, Frame frame)
    {
        lock (_lock)
        {
            _job = after;
            _ring.Add(frame);
            foreach (var happened in frame.Events)
                _curves?.Take(happened);
        }

        _waiting.Ring();
        _changed(after);
    }

    // Those in memory are let go of where the job went back into the middle of a bucket: what is stored is exact.
    private async Task LoadCurvesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_curves is { IsApproximate: false })
                return;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
            {
                if (_curves is { IsApproximate: false })
                    return;
            }

            var curves = await _store.CurvesAsync(_job.Id, cancellationToken);
            lock (_lock)
                _curves = curves;
        }
        finally
        {
            _writing.Release();
        }
    }

    private enum Found
    {
        /// <summary>Nothing yet: the wait is armed.</summary>
        Nothing,

        /// <summary>Frames out of memory.</summary>
        Frames,

        /// <summary>Memory no longer reaches back so far.</summary>
        Hole,

        /// <summary>Events that were let go.</summary>
        Gone,

        /// <summary>Nothing, and nothing will come.</summary>
        End,
    }
}
