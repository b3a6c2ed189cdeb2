using System.Threading.Tasks.Sources;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// One reader's wait for the next frame, used again and again: hundreds of readers wait many times a second, and each wait
/// would else cost a task, a promise and a registration with the reader's token.
/// </summary>
internal sealed class ReaderWait : IValueTaskSource, IDisposable
{
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _armed;

    public ReaderWait(CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static wait => ((ReaderWait)wait!).Cancel(), this);
    }

    /// <summary>Begins a wait, which <see cref="Ring"/> ends. Call <see cref="WaitAsync"/> after it, once.</summary>
    public void Arm()
    {
        _core.Reset();
        Volatile.Write(ref _armed, 1);
    }

    /// <summary>Waits for the ring.</summary>
    /// <exception cref="OperationCanceledException">The reader's token was cancelled.</exception>
    public ValueTask WaitAsync()
    {
        // A token that was cancelled before the wait began rang at nobody.
        if (_cancellationToken.IsCancellationRequested)
            Cancel();
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Ends the wait that is armed, if there is one; the reader goes on on another thread.</summary>
    public void Ring()
    {
        if (Interlocked.Exchange(ref _armed, 0) == 1)
            _core.SetResult(true);
    }

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        if (Interlocked.Exchange(ref _armed, 0) == 1)
            _core.SetException(new OperationCanceledException(_cancellationToken));
    }
}
