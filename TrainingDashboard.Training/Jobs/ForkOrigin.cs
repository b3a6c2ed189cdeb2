namespace TrainingDashboard.Training.Jobs;

/// <summary>Where a forked job comes from.</summary>
/// <param name="Job">The job whose checkpoint it began with.</param>
/// <param name="Step">The checkpoint's step: until there the two are one.</param>
public sealed record ForkOrigin(JobId Job, long Step);
