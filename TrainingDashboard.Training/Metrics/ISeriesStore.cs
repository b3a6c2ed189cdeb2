using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// The series of jobs, every point of them, as quickly in overview as in detail. A series is its points in order of
/// step, equal steps in the order they came. Where a step falls, or the first of a new attempt does not rise, the
/// trainer went back: the newer points stand in for the abandoned stretch. <see cref="ExportAsync"/> has both.
/// </summary>
public interface ISeriesStore
{
    /// <summary>The series of a job in the order they first came; empty where it has none.</summary>
    Task<IReadOnlyList<SeriesInfo>> ListAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>A window of a series: every point of it where there are few enough, else buckets.</summary>
    /// <param name="job">The job.</param>
    /// <param name="name">The series.</param>
    /// <param name="from">First step of the window; null for the series' first.</param>
    /// <param name="to">Last step of the window, itself included; null for the series' last.</param>
    /// <param name="points">How many points or buckets at the most, at least one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The window, or null where the job has no such series.</returns>
    Task<SeriesWindow?> ReadAsync(JobId job, string name, long? from, long? to, int points, CancellationToken cancellationToken);

    /// <summary>
    /// Every point that was ever reported, abandoned ones too, in the order they came. Where the job's events were let go:
    /// the points that stand, series after series.
    /// </summary>
    IAsyncEnumerable<ReportedBlock> ExportAsync(JobId job, CancellationToken cancellationToken);
}

/// <summary>A series in one line.</summary>
/// <param name="Name">Which.</param>
/// <param name="Count">Points that stand.</param>
/// <param name="FirstStep">Step of the first.</param>
/// <param name="LastStep">Step of the last.</param>
/// <param name="LastTime">Wall time of the last, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Last">Value of the last.</param>
public sealed record SeriesInfo(string Name, long Count, long FirstStep, long LastStep, long LastTime, double Last);

/// <summary>A part of a series.</summary>
/// <param name="Name">Which.</param>
/// <param name="Total">Points of the whole series.</param>
/// <param name="Points">Points in the window.</param>
/// <param name="Buckets">What stands for them, steps not falling. As many as points where every bucket is one point.</param>
/// <param name="PointsInBucket">Points in each bucket but the first and the last; 1 where every bucket is one point.</param>
public sealed record SeriesWindow(string Name, long Total, long Points, IReadOnlyList<SeriesBucket> Buckets, long PointsInBucket);

/// <summary>Points as they were reported.</summary>
/// <param name="Seq">The number of the event that carried them; 0 where it was let go.</param>
/// <param name="Attempt">The attempt that reported them; 0 where the event that carried them was let go.</param>
/// <param name="Block">The points.</param>
public sealed record ReportedBlock(long Seq, int Attempt, MetricBlock Block);
