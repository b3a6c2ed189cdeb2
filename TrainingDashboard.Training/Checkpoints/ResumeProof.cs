namespace TrainingDashboard.Training.Checkpoints;

/// <summary>What came of running some steps again from a checkpoint and holding them against the points that are stored.</summary>
/// <param name="FirstStep">The first step held against the stored one.</param>
/// <param name="LastStep">The last one.</param>
/// <param name="Identical">Whether every value of every step had the same bits.</param>
/// <param name="DiffersAt">The first step that had not; null where all had.</param>
/// <param name="Series">The series in which it had not; null where all had.</param>
/// <param name="At">When it was done.</param>
public sealed record ResumeProof(
    long FirstStep, long LastStep, bool Identical, long? DiffersAt, string? Series, DateTimeOffset At)
{
    /// <summary>Steps held against the stored ones.</summary>
    public long Steps => LastStep - FirstStep + 1;
}
