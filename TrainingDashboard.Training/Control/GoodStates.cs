using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Control;

/// <summary>A loop's state after a batch whose loss and gradient were finite.</summary>
/// <param name="Position">Where.</param>
/// <param name="Content">The state, encoded as a checkpoint.</param>
internal sealed record GoodState(TrainingPosition Position, byte[] Content);

/// <summary>
/// The last few good states of a loop, kept in memory to go back to. Bounded in number, in bytes, and in the time it
/// takes: where encoding a state is slow, they lie further apart.
/// </summary>
internal sealed class GoodStates(TimeProvider time)
{
    private const int Most = 3;
    private const long MostBytes = 256L * 1024 * 1024;
    private const int Interval = 50;

    // A state may cost one part in so many of the loop's time.
    private const int Thrift = 50;
    private readonly List<GoodState> _states = [];
    private TimeSpan _cost;
    private long _takenAt;

    /// <summary>Keeps the state after a good batch, if it is time for one.</summary>
    /// <param name="position">Where the loop stands.</param>
    /// <param name="encode">Encodes the state.</param>
    public void Offer(TrainingPosition position, Func<byte[]> encode)
    {
        if (_states.Count > 0
            && (position.Step < _states[^1].Position.Step + Interval || time.GetElapsedTime(_takenAt) < _cost * Thrift))
            return;
        var began = time.GetTimestamp();
        var content = encode();
        _takenAt = time.GetTimestamp();
        // The first one is slow because it is the first, not because the state is large.
        _cost = _states.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(began, _takenAt);
        _states.Add(new GoodState(position, content));
        while (_states.Count > 1 && (_states.Count > Most || _states.Sum(state => (long)state.Content.Length) > MostBytes))
            _states.RemoveAt(0);
    }

    /// <summary>The newest state of at most this step, else the oldest there is; null where there is none.</summary>
    public GoodState? Before(long step) => _states.LastOrDefault(state => state.Position.Step <= step) ?? _states.FirstOrDefault();

    /// <summary>Forgets what came after a state.</summary>
    public void GoBackTo(GoodState state) => _states.RemoveAll(s => s.Position.Step > state.Position.Step);
}

/// <summary>The loop goes back to a good state and begins from there. Trainers let it pass, as any end of the loop.</summary>
internal sealed class RollbackException(GoodState state, JobCommand command) : OperationCanceledException("The loop goes back to an earlier state.")
{
    /// <summary>Where to begin.</summary>
    public GoodState State { get; } = state;

    /// <summary>Who asked for it.</summary>
    public JobCommand Command { get; } = command;
}
