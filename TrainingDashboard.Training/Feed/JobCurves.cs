using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// What a snapshot shows, kept up to date event by event in bounded memory. Not thread-safe: the feed locks.
/// </summary>
internal sealed class JobCurves
{
    /// <summary>Lines of the log that are kept.</summary>
    public const int LogLines = 200;

    /// <summary>Moves, receipts and checkpoints that are kept.</summary>
    public const int HistoryEvents = 400;

    /// <summary>Changes of hyperparameters, hit breakpoints and rollbacks that are kept, of each.</summary>
    public const int SteeringEvents = 200;

    /// <summary>Abandoned stretches that are kept.</summary>
    public const int Stretches = 4;

    private const int Receipts = 100;
    private const int SeriesInStretch = 12;
    private const int BucketsInStretch = 100;

    // So that a job of a thousand series needs about as much memory as one of a hundred.
    private const int WideSeries = 64;
    private const int NarrowBuckets = 200;
    private readonly Dictionary<string, SeriesSummary> _series = new(StringComparer.Ordinal);
    private readonly Queue<LogEvent> _log = new();
    private readonly Queue<ReceiptEvent> _receipts = new();
    private readonly Queue<JobEvent> _history = new();
    private readonly Queue<JobEvent> _steering = new();
    private readonly Queue<AbandonedStretch> _abandoned = new();
    private ConfusionEvent? _confusion;
    private int _attempt;

    /// <summary>The latest moves, receipts and checkpoints, in order.</summary>
    public IReadOnlyList<JobEvent> History => [.. _history];

    /// <summary>Whether some series went back into the middle of a bucket, so that only the store knows what stands.</summary>
    public bool IsApproximate => _series.Values.Any(series => series.IsApproximate);

    /// <summary>Buckets for the series that came as number <paramref name="index"/>.</summary>
    public static int BucketsFor(int index) => index < WideSeries ? SeriesSummary.DefaultBuckets : NarrowBuckets;

    /// <summary>Goes on from where a stored series stands.</summary>
    public void Restore(SeriesWindow whole, int attempt)
        => _series.Add(whole.Name, SeriesSummary.Of(whole, attempt, BucketsFor(_series.Count)));

    /// <summary>Goes on with a stretch that was abandoned before.</summary>
    public void Restore(AbandonedStretch stretch) => Keep(_abandoned, stretch, Stretches);

    /// <summary>The curves after a step, which are about to be abandoned; null where there is nothing.</summary>
    public AbandonedStretch? After(long step)
    {
        var series = _series.Where(s => !s.Key.StartsWith("system/", StringComparison.Ordinal))
            .Take(SeriesInStretch)
            .Select(s => (Name: s.Key, s.Value.Attempt, Buckets: s.Value.After(step, BucketsInStretch)))
            .Where(s => s.Buckets.Count > 0)
            .Select(s => SeriesSnapshot.Of(s.Name, s.Buckets.Sum(b => b.Points), s.Buckets, s.Attempt))
            .ToArray();
        return series.Length > 0 ? new AbandonedStretch(step, series) : null;
    }

    /// <summary>Takes an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="isLate">Whether the curves are those of later already.</param>
    public void Take(JobEvent happened, bool isLate = false)
    {
        if (!isLate && AbandonedStretch.StepOf(happened) is { } backTo && After(backTo) is { } stretch)
            Restore(stretch);
        if (happened is StatusEvent status)
            _attempt = status.Attempt;
        var steered = happened is HyperparameterEvent or BreakpointEvent or RollbackEvent;
        if (steered || happened is StatusEvent or ReceiptEvent or CheckpointEvent)
            Keep(_history, happened, HistoryEvents);
        if (steered)
            Keep(_steering, happened, SteeringEvents);
        switch (happened)
        {
            case MetricsEvent metrics:
                foreach (var block in metrics.Blocks)
                    Take(block);
                break;
            case LogEvent line:
                Keep(_log, line, LogLines);
                break;
            case ReceiptEvent receipt:
                Keep(_receipts, receipt, Receipts);
                break;
            case ConfusionEvent confusion:
                _confusion = confusion;
                break;
        }
    }

    public JobSnapshot ToSnapshot(JobSummary job) => new(
        job.Seq,
        job,
        [.. _series.Select(s => SeriesSnapshot.Of(s.Key, s.Value.Count, s.Value.Buckets, s.Value.Attempt))],
        [.. _log],
        [.. _receipts],
        _confusion,
        [.. _steering],
        [.. _abandoned]);

    public SeriesSnapshot? Series(string name, int points)
        => _series.TryGetValue(name, out var summary) ? SeriesSnapshot.Of(name, summary.Count, summary.Reduce(points), summary.Attempt) : null;

    private static void Keep<T>(Queue<T> queue, T item, int limit)
    {
        queue.Enqueue(item);
        if (queue.Count > limit)
            queue.Dequeue();
    }

    private void Take(MetricBlock block)
    {
        foreach (var (name, values) in block.Series)
        {
            if (!_series.TryGetValue(name, out var summary))
                _series.Add(name, summary = new SeriesSummary(BucketsFor(_series.Count)));
            for (var i = 0; i < values.Count; i++)
                summary.Add(block.Steps[i], block.Times[i], values[i], _attempt);
        }
    }
}
