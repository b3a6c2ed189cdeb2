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

    private const long MaximumPoints = 128 * 1_024;
    private const long MaximumPointsAtOnce = 16 * MaximumPoints;
    private readonly Dictionary<long, WaitingEvents> _waiting = [];

    public void Follow(SqliteConnection connection, SqliteTransaction transaction, Job job, IReadOnlyList<JobEvent> events)
    {
        // Whatever fails, the transaction is rolled back and the next one looks at the tables again.
        if (!_waiting.Remove(job.Number, out var waiting) || waiting.Last != events[0].Seq - 1)
            waiting = new WaitingEvents(PyramidPosition.Of(connection, transaction, job.Number).Through, events[0].Seq - 1);
        waiting.Add(events);
        var ends = job.Status.IsFinal();
        if (ends || waiting.Last - waiting.Through >= MaximumEvents || waiting.Points >= MaximumPoints)
        {
            var through = PyramidWriter.CatchUp(connection, transaction, job.Number, MaximumPointsAtOnce, waiting);
            waiting = new WaitingEvents(through, waiting.Last);
        }

        if (!ends)
            _waiting.Add(job.Number, waiting);
    }
}
