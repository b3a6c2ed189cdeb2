namespace TrainingDashboard.Training.Control;

/// <summary>
/// Where the world reaches the loop: commands come in from any thread, the loop passes here once per batch and obeys.
/// While nothing is asked, passing costs one volatile read.
/// </summary>
public sealed class ControlPoint : ICommandMailbox, IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _go = new(initialState: true);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<JobCommand> _mailbox = new();
    private readonly TimeProvider _time;
    private Action<JobCommand, long> _applied;
    private Func<JobCommand, bool> _keep = _ => true;
    private long _passes;
    private bool _paused;
    private volatile bool _attention;

    /// <param name="applied">
    /// Called on the loop's thread, once for each command, with the number of batches completed when it took effect; null
    /// for nobody.
    /// </param>
    /// <param name="time">The clock for <see cref="PausedTime"/>.</param>
    public ControlPoint(Action<JobCommand, long>? applied = null, TimeProvider? time = null)
    {
        _applied = applied ?? ((_, _) => { });
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Cancelled as soon as the loop must end: by a stop command or because the worker shuts down.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>How long the loop has stood paused in all.</summary>
    public TimeSpan PausedTime { get; private set; }

    /// <summary>Whether the loop ended at this point, between two batches, so that the state it keeps is whole.</summary>
    public bool StoppedBetweenBatches { get; private set; }

    /// <summary>The command that ended the loop; null while it runs and where the worker shuts down.</summary>
    public JobCommand? EndedBy { get; private set; }

    /// <summary>How often the loop has passed: while it stands still outside a pause, the loop does not come to its control point.</summary>
    internal long Passes => Volatile.Read(ref _passes);

    /// <summary>Whether the loop stands here because it is paused.</summary>
    internal bool IsWaiting { get; private set; }

    /// <summary>Says who hears of commands from now on. On the loop's thread, before it passes.</summary>
    /// <param name="applied">As for the constructor.</param>
    /// <param name="keep">
    /// Keeps the loop's state for a command that asks for it, and says itself what became of the command. Called on the
    /// loop's thread. False where the state could not be kept: the loop goes on.
    /// </param>
    internal void Listen(Action<JobCommand, long> applied, Func<JobCommand, bool> keep) => (_applied, _keep) = (applied, keep);

    /// <inheritdoc/>
    public void Post(JobCommand command)
    {
        lock (_lock)
        {
            _mailbox.Enqueue(command);
            _attention = true;
            if (command.Action != CommandAction.Pause)
                _go.Set();
        }

        if (command.Action == CommandAction.Stop)
            _stopping.Cancel();
    }

    /// <summary>Ends the loop without a command, because the worker shuts down.</summary>
    public void Interrupt()
    {
        _stopping.Cancel();
        lock (_lock)
        {
            _attention = true;
            _go.Set();
        }
    }

    /// <summary>
    /// Called by the loop between two batches. Returns at once, or after the pause is over.
    /// </summary>
    /// <param name="step">Batches completed so far.</param>
    /// <param name="steer">
    /// Obeys commands that are the loop's own matter, and hears of the others; null where there are none of those.
    /// </param>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public void Pass(long step, Action<JobCommand>? steer = null)
    {
        _passes++;
        if (_attention)
            Obey(step, steer);
    }

    /// <summary>Has the loop wait at the pass that follows. On the loop's thread only.</summary>
    internal void PauseHere() => _attention = _paused = true;

    /// <summary>Ends a pause. On the loop's thread only.</summary>
    internal void GoOn() => _paused = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        _go.Dispose();
        _stopping.Dispose();
    }

    private void Obey(long step, Action<JobCommand>? steer)
    {
        while (true)
        {
            JobCommand? command;
            lock (_lock)
            {
                if (!_mailbox.TryDequeue(out command))
                {
                    if (_stopping.IsCancellationRequested || EndedBy is not null)
                        break;
                    if (!_paused)
                    {
                        _attention = false;
                        return;
                    }

                    _go.Reset();
                }
            }

            if (command is null)
            {
                var since = _time.GetTimestamp();
                IsWaiting = true;
                _go.Wait(CancellationToken.None);
                IsWaiting = false;
                PausedTime += _time.GetElapsedTime(since);
                continue;
            }

            if (command.Action is CommandAction.Park or CommandAction.Checkpoint)
            {
                // A parked job's loop ends below, once nothing more waits: a stop that came meanwhile is obeyed too.
                if (_keep(command) && command.Action == CommandAction.Park)
                    EndedBy = command;
                continue;
            }

            steer?.Invoke(command);
            if (command.Action.IsSteering())
                continue;
            _paused = command.Action switch
            {
                CommandAction.Pause => true,
                CommandAction.Resume => false,
                _ => _paused,
            };
            _applied(command, step);
            if (command.Action != CommandAction.Stop)
                continue;
            EndedBy = command;
            break;
        }

        // The loop may take the command out of the mailbox before Post has come to cancelling.
        _stopping.Cancel();
        StoppedBetweenBatches = true;
        throw new OperationCanceledException(_stopping.Token);
    }
}
