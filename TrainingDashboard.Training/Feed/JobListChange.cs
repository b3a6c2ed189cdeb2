using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>What changed in the list of jobs since the item before; the first item holds all.</summary>
/// <param name="Jobs">Jobs as they now stand, newest first.</param>
/// <param name="Removed">Jobs that are gone.</param>
public sealed record JobListChange(IReadOnlyList<JobSummary> Jobs, IReadOnlyList<JobId> Removed);
