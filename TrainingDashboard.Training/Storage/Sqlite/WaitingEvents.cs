using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// What a job's pyramids have not taken in yet, kept as it was written, so that it need not be read back. Of the events
/// only those that matter to series.
/// </summary>
/// <param name="through">The number of the last event in the pyramids.</param>
/// <param name="last">The number of the last event written; what lies between the two is not known.</param>
internal sealed class WaitingEvents(long through, long last)
{
    private readonly List<JobEvent> _events = [];
    private readonly bool _whole = through == last;

    /// <summary>The number of the last event in the pyramids.</summary>
    public long Through { get; } = through;

    /// <summary>The number of the last event written.</summary>
    public long Last { get; private set; } = last;

    /// <summary>Points in those that are known.</summary>
    public long Points { get; private set; }

    /// <summary>The metrics and status events after a number, in order; null where some are not known.</summary>
    public IReadOnlyList<JobEvent>? After(long seq) => _whole && seq == Through ? _events : null;

    /// <summary>Adds what was written.</summary>
    public void Add(IReadOnlyList<JobEvent> events)
    {
        Last = events[^1].Seq;
        foreach (var happened in events)
        {
            if (happened is MetricsEvent metrics)
                Points += metrics.Blocks.Sum(block => (long)block.Steps.Count * block.Series.Count);
            if (_whole && happened is (MetricsEvent or StatusEvent))
                _events.Add(happened);
        }
    }
}
