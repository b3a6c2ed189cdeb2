namespace TrainingDashboard.Training.Execution;

/// <summary>Steps per second over the last few seconds of work. Not thread-safe: the owner locks.</summary>
internal sealed class SpeedMeter
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(3);
    private readonly Queue<(TimeSpan At, long Step)> _samples = new();

    /// <param name="at">Time worked so far, pauses left out.</param>
    /// <param name="step">Batches completed by then.</param>
    /// <returns>The speed, or null before there is anything to compare.</returns>
    public double? Sample(TimeSpan at, long step)
    {
        if (_samples.Count > 0 && step < _samples.Last().Step)
            _samples.Clear();
        _samples.Enqueue((at, step));
        while (_samples.Count > 2 && at - _samples.Peek().At > s_window)
            _samples.Dequeue();
        var (firstAt, firstStep) = _samples.Peek();
        return at > firstAt ? (step - firstStep) / (at - firstAt).TotalSeconds : null;
    }
}
