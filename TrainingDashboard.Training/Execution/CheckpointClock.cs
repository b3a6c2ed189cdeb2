namespace TrainingDashboard.Training.Execution;

/// <summary>Says when the next checkpoint of a job is due.</summary>
internal sealed class CheckpointClock(TimeSpan interval, TimeProvider time)
{
    private long _last = time.GetTimestamp();

    public bool IsDue => time.GetElapsedTime(_last) >= interval;

    public void Restart() => _last = time.GetTimestamp();
}
