namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>Says when the next checkpoint of a job is due: so long after the last, and at every multiple of so many steps.</summary>
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
        // At every multiple, wherever the attempt began.
        _lastStep ??= step - 1;
        return Elapsed >= interval || (steps > 0 && step / steps > _lastStep / steps);
    }

    public void Restart(long step)
    {
        _last = time.GetTimestamp();
        _lastStep = step;
    }
}
