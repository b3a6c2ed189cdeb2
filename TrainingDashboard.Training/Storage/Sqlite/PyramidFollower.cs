using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// Decides when pyramids take in what was written, in the transaction that wrote it: once some points have come
/// together, so that a flush of a few points does not rewrite a row for each series, and when the job ends. Until then
/// readers take the rest from the events, which are few. Called by one writer at a time.
/// </summary>
internal sealed class PyramidFollower
{
    /// <summary>Events that may wait.</summary>
    public const int MaximumEvents = 256;

    private const long MaximumPoints = 64 * 1_024;
    private const long MaximumPointsAtOnce = 16 * MaximumPoints;
    private readonly Dictionary<long, (long Through, long Points)> _waiting = [];

    public void Follow(SqliteConnection connection, SqliteTransaction transaction, Job job, IReadOnlyList<JobEvent> events)
    {
        // Whatever fails, the transaction is rolled back and the next one looks at the tables again.
        var known = _waiting.Remove(job.Number, out var waiting);
        if (!known)
            waiting = (PyramidPosition.Of(connection, transaction, job.Number).Through, 0);
        waiting.Points += events.OfType<MetricsEvent>().SelectMany(e => e.Blocks).Sum(b => (long)b.Steps.Count * b.Series.Count);
        var ends = job.Status.IsFinal();
        if (ends || job.Seq - waiting.Through >= MaximumEvents || waiting.Points >= MaximumPoints)
            waiting = (PyramidWriter.CatchUp(connection, transaction, job.Number, MaximumPointsAtOnce), 0);
        if (!ends)
            _waiting.Add(job.Number, waiting);
    }
}
