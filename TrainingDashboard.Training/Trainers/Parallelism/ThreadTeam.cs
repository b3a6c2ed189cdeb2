namespace TrainingDashboard.Training.Trainers.Parallelism;

/// <summary>
/// The caller's thread and a few of its own that share the items of a piece of work. Who takes which item is left to
/// chance, so items must not depend on each other; what they leave behind is put together in the order of the items.
/// Nobody waits for a thread that wakes late: the others do its share.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    private readonly ManualResetEventSlim[] _wake;
    private readonly Thread[] _threads;
    private volatile Work? _work;
    private volatile bool _closing;

    /// <param name="threads">Threads that work at the same time, the caller's included; at least 1.</param>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _wake = new ManualResetEventSlim[threads - 1];
        _threads = new Thread[threads - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _wake[i] = new ManualResetEventSlim();
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Training {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that work at the same time.</summary>
    public int Size => _threads.Length + 1;

    /// <summary>Does the work for the items 0 to <paramref name="items"/> - 1 and returns when all are done.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="work">
    /// Takes the item's number and the number of the thread, 0 (the caller's) to <see cref="Size"/> - 1.
    /// </param>
    /// <exception cref="InvalidOperationException">An item failed on a shared piece of work; all others were tried.</exception>
    /// <remarks>A single item is done on the caller's thread without waking anybody.</remarks>
    public void Run(int items, Action<int, int> work)
    {
        if (items <= 1 || _threads.Length == 0)
        {
            for (var i = 0; i < items; i++)
                work(i, 0);
            return;
        }

        var shared = new Work(items, work);
        _work = shared;
        for (var i = 0; i < Math.Min(_wake.Length, items - 1); i++)
            _wake[i].Set();
        shared.TakeItems(0);
        shared.WaitUntilDone();
    }

    /// <summary>Ends the team's threads and waits for them.</summary>
    public void Dispose()
    {
        _closing = true;
        foreach (var wake in _wake)
            wake.Set();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var wake in _wake)
            wake.Dispose();
    }

    private void Serve(int worker)
    {
        var wake = _wake[worker - 1];
        while (!_closing)
        {
            // reset first: work that comes later wakes again, and work that is over has no items left
            wake.Wait();
            wake.Reset();
            _work?.TakeItems(worker);
        }
    }

    private sealed class Work(int items, Action<int, int> work)
    {
        private int _next = -1;
        private int _done;
        private Exception? _fault;

        public void TakeItems(int worker)
        {
            for (var i = Interlocked.Increment(ref _next); i < items; i = Interlocked.Increment(ref _next))
            {
                try
                {
                    work(i, worker);
                }
#pragma warning disable CA1031 // whatever fails on a thread of the team is handed to the caller
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref _fault, fault, null);
                }

                Interlocked.Increment(ref _done);
            }
        }

        public void WaitUntilDone()
        {
            // what is left is at most one item on each thread: spinning, and yielding soon, is the shortest wait
            var spin = default(SpinWait);
            while (Volatile.Read(ref _done) < items)
                spin.SpinOnce(sleep1Threshold: -1);
            if (_fault is { } fault)
                throw new InvalidOperationException($"A training thread failed: {fault.Message}", fault);
        }
    }
}
