namespace TrainingDashboard.Training.Jobs;

/// <summary>
/// Lets only so much heavy work be done at one time. Who comes meanwhile waits in order and is told its place; who would be one too
/// many is refused.
/// </summary>
/// <param name="what">What is done, in the plural, as people read it.</param>
/// <param name="atOnce">How many at one time, at least 1.</param>
/// <param name="mostWaiting">How many may wait, at least 0.</param>
public sealed class WorkLine(string what, int atOnce, int mostWaiting)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private int _busy;

    /// <summary>How many are at work, how many wait, and how many may wait.</summary>
    public WorkLineState State
    {
        get
        {
            lock (_lock)
                return new WorkLineState(_busy, _waiting.Count, mostWaiting);
        }
    }

    /// <summary>Waits for a turn, which lasts until the result is disposed.</summary>
    /// <param name="place">Hears the place in the line whenever it changes, 1 for whoever is next and 0 when it is its turn; null for nobody.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    /// <exception cref="WorkLineFullException">As many wait already as may.</exception>
    public async Task<IDisposable> EnterAsync(IProgress<int>? place, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<Waiter> node;
        int behind;
        lock (_lock)
        {
            if (_busy < atOnce)
            {
                _busy++;
                return new Turn(this);
            }

            if (_waiting.Count >= mostWaiting)
                throw new WorkLineFullException($"{_busy} {what} are under way and {_waiting.Count} wait for their turn, as many as may. Ask again when some of them are done.");
            node = _waiting.AddLast(new Waiter(place));
            behind = _waiting.Count;
        }

        place?.Report(behind);
        using (cancellationToken.Register(() => Leave(node, cancellationToken)))
            await node.Value.Turn.Task;
        place?.Report(0);
        return new Turn(this);
    }

    private void Leave(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // It may have got its turn just now, and then has it.
            if (node.List is null)
                return;
            _waiting.Remove(node);
        }

        node.Value.Turn.TrySetCanceled(cancellationToken);
        TellPlaces();
    }

    private void Release()
    {
        lock (_lock)
        {
            if (_waiting.First is { } next)
            {
                _waiting.RemoveFirst();
                next.Value.Turn.TrySetResult();
            }
            else
            {
                _busy--;
            }
        }

        TellPlaces();
    }

    private void TellPlaces()
    {
        IProgress<int>?[] all;
        lock (_lock)
            all = [.. _waiting.Select(waiter => waiter.Place)];
        for (var i = 0; i < all.Length; i++)
            all[i]?.Report(i + 1);
    }

    private sealed class Waiter(IProgress<int>? place)
    {
        public IProgress<int>? Place => place;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Turn(WorkLine line) : IDisposable
    {
        private WorkLine? _line = line;

        public void Dispose() => Interlocked.Exchange(ref _line, null)?.Release();
    }
}

/// <summary>How a line of work stands.</summary>
/// <param name="Running">How many are at work.</param>
/// <param name="Waiting">How many wait for their turn.</param>
/// <param name="MostWaiting">How many may wait.</param>
public sealed record WorkLineState(int Running, int Waiting, int MostWaiting);

/// <summary>As much work waits already as may; the message says how much. Nothing was begun.</summary>
public sealed class WorkLineFullException(string message) : Exception(message);
