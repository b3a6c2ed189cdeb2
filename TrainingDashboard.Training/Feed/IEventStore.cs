using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>Remembers what happened to jobs.</summary>
public interface IEventStore
{
    private const int EventsAtOnce = 500;

    /// <summary>
    /// Keeps events and the job as it stands after them, in one transaction. <paramref name="events"/> carry their
    /// numbers: the first is <c>before.Seq + 1</c>, the last <c>after.Seq</c>.
    /// </summary>
    /// <param name="before">The job as the caller knows it.</param>
    /// <param name="after">The job after the events.</param>
    /// <param name="events">At least one.</param>
    /// <param name="durable">Whether it must survive a power cut when the call returns; else a crash of the process only.</param>
    /// <param name="cancellationToken">Gives up before the transaction begins.</param>
    /// <exception cref="StaleJobException">The stored job has another attempt or event number than <paramref name="before"/>.</exception>
    Task AppendAsync(Job before, Job after, IReadOnlyList<JobEvent> events, bool durable, CancellationToken cancellationToken);

    /// <summary>Events after a number, in order.</summary>
    /// <param name="job">The job.</param>
    /// <param name="after">The number after which to begin; 0 for all.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<JobEvent>> ReadAsync(JobId job, long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Lets go of the events of an ended job that carry points, in one transaction with the number from which on all are
    /// kept. Its series are whole before.
    /// </summary>
    /// <param name="job">The job as it is to stand, with its <see cref="Job.FirstSeq"/>.</param>
    /// <param name="cancellationToken">Gives up before the transaction begins.</param>
    Task TrimAsync(Job job, CancellationToken cancellationToken);

    /// <summary>
    /// What a snapshot of a job nobody writes to meanwhile shows. A store that keeps no summaries goes through all events.
    /// </summary>
    internal async Task<JobCurves> CurvesAsync(JobId job, CancellationToken cancellationToken)
    {
        var curves = new JobCurves();
        long seen = 0;
        while (await ReadAsync(job, seen, EventsAtOnce, cancellationToken) is { Count: > 0 } events)
        {
            foreach (var happened in events)
                curves.Take(happened);
            seen = events[^1].Seq;
        }

        return curves;
    }
}
