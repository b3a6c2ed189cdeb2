using TrainingDashboard.Training.Control;
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
/// <param name="Abandoned">The latest stretches that the job went back over, in order.</param>
public sealed record JobSnapshot(
    long Seq,
    JobSummary Job,
    IReadOnlyList<SeriesSnapshot> Series,
    IReadOnlyList<LogEvent> Log,
    IReadOnlyList<ReceiptEvent> Receipts,
    ConfusionEvent? Confusion,
    IReadOnlyList<JobEvent> Steering,
    IReadOnlyList<AbandonedStretch> Abandoned);

/// <summary>What a job had reported when it was rewound or rolled back, and reports anew.</summary>
/// <param name="BackTo">The last step that it kept.</param>
/// <param name="Series">Some of its series after that step, down-sampled with their extremes.</param>
public sealed record AbandonedStretch(long BackTo, IReadOnlyList<SeriesSnapshot> Series)
{
    /// <summary>The step that an event takes its job back to; null where it takes it nowhere.</summary>
    internal static long? StepOf(JobEvent happened) => happened switch
    {
        RollbackEvent back => back.BackTo,
        ReceiptEvent { Action: CommandAction.Rewind, State: ReceiptState.Applied } rewind => rewind.Step,
        _ => null,
    };
}

/// <summary>A series as columns of buckets, steps ascending.</summary>
/// <param name="Name">Which.</param>
/// <param name="Count">Points it stands for.</param>
/// <param name="Steps">Step of each bucket's last point.</param>
/// <param name="Times">Wall time of each bucket's last point, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Min">Smallest number in each bucket.</param>
/// <param name="Max">Largest number in each bucket.</param>
/// <param name="Last">Last value of each bucket.</param>
/// <param name="NotFinite">How many of each bucket's values are NaN or infinite.</param>
/// <param name="Attempt">The attempt that reported the last point.</param>
public sealed record SeriesSnapshot(
    string Name,
    long Count,
    IReadOnlyList<long> Steps,
    IReadOnlyList<long> Times,
    IReadOnlyList<double> Min,
    IReadOnlyList<double> Max,
    IReadOnlyList<double> Last,
    IReadOnlyList<long> NotFinite,
    int Attempt)
{
    /// <summary>Makes the columns from buckets.</summary>
    public static SeriesSnapshot Of(string name, long count, IReadOnlyList<SeriesSummary.Bucket> buckets, int attempt) => new(
        name,
        count,
        [.. buckets.Select(b => b.Step)],
        [.. buckets.Select(b => b.Time)],
        [.. buckets.Select(b => b.Minimum)],
        [.. buckets.Select(b => b.Maximum)],
        [.. buckets.Select(b => b.Last)],
        [.. buckets.Select(b => b.NotFinite)],
        attempt);
}
