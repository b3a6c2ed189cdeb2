using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Feed;

/// <summary>A job at one moment: stands in for its events up to <see cref="Seq"/>.</summary>
/// <param name="Seq">The number of the last event it stands in for.</param>
/// <param name="Job">The job in one line.</param>
/// <param name="Series">Every series, down-sampled with its extremes.</param>
/// <param name="Log">The latest lines of the log.</param>
/// <param name="Receipts">The latest receipts.</param>
/// <param name="Confusion">The latest confusion matrix.</param>
/// <param name="Steering">The latest changes of hyperparameters, hit breakpoints and rollbacks, in order.</param>
public sealed record JobSnapshot(
    long Seq,
    JobSummary Job,
    IReadOnlyList<SeriesSnapshot> Series,
    IReadOnlyList<LogEvent> Log,
    IReadOnlyList<ReceiptEvent> Receipts,
    ConfusionEvent? Confusion,
    IReadOnlyList<JobEvent> Steering);

/// <summary>A series as columns of buckets, steps ascending.</summary>
/// <param name="Name">Which.</param>
/// <param name="Count">Points it stands for.</param>
/// <param name="Steps">Step of each bucket's last point.</param>
/// <param name="Times">Wall time of each bucket's last point, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Min">Smallest number in each bucket.</param>
/// <param name="Max">Largest number in each bucket.</param>
/// <param name="Last">Last value of each bucket.</param>
public sealed record SeriesSnapshot(
    string Name,
    long Count,
    IReadOnlyList<long> Steps,
    IReadOnlyList<long> Times,
    IReadOnlyList<double> Min,
    IReadOnlyList<double> Max,
    IReadOnlyList<double> Last)
{
    /// <summary>Makes the columns from buckets.</summary>
    public static SeriesSnapshot Of(string name, long count, IReadOnlyList<SeriesSummary.Bucket> buckets) => new(
        name,
        count,
        [.. buckets.Select(b => b.Step)],
        [.. buckets.Select(b => b.Time)],
        [.. buckets.Select(b => b.Minimum)],
        [.. buckets.Select(b => b.Maximum)],
        [.. buckets.Select(b => b.Last)]);
}
