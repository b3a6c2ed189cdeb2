namespace TrainingDashboard.Training.Execution;

/// <summary>Says when the next checkpoint of a job is due: so long or so many steps after the last, whichever comes first.</summary>
/// <param name="interval">The time between two.</param>
/// <param name="steps">The steps between two; 0 where they do not matter.</param>
/// <param name="time">The clock.</param>
internal sealed class CheckpointClock(TimeSpan interval, long steps, TimeProvider time)
{
    private long _last = time.GetTimestamp();
    private long? _lastStep;

    /// <summary>Time since the last one.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_last);

    public bool IsDue(long step)
    {
        _lastStep ??= step;
        return Elapsed >= interval || (steps > 0 && step - _lastStep >= steps);
    }

    public void Restart(long step)
    {
        _last = time.GetTimestamp();
        _lastStep = step;
    }
}
