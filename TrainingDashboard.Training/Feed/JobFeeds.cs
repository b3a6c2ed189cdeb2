using System.Collections.Concurrent;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// The feeds in use: one for each job that is alive or being looked at. Ended jobs nobody reads are let go, the
/// longest unused first, once there are more than <see cref="IdleFeeds"/>.
/// </summary>
public sealed class JobFeeds(IJobStore jobs, IEventStore events, JobBoard board)
{
    private const int IdleFeeds = 32;
    private readonly ConcurrentDictionary<JobId, Entry> _feeds = new();
    private long _clock;

    /// <summary>The job's feed, or null where there is no such job.</summary>
    public async Task<JobFeed?> FindAsync(JobId id, CancellationToken cancellationToken)
    {
        if (_feeds.TryGetValue(id, out var entry))
            return entry.Use(Interlocked.Increment(ref _clock));
        return await jobs.FindAsync(id, cancellationToken) is { } job ? Open(job) : null;
    }

    /// <summary>The feed of a job that exists.</summary>
    public JobFeed Open(Job job)
    {
        var entry = _feeds.GetOrAdd(job.Id, _ => new Entry(new JobFeed(job, events, board.Take, board.SummaryOf)));
        LetGo();
        return entry.Use(Interlocked.Increment(ref _clock));
    }

    /// <summary>Lets go of the feed of a job that is removed, and tells the board.</summary>
    internal void Remove(JobId id)
    {
        _feeds.TryRemove(id, out _);
        board.Remove(id);
    }

    private void LetGo()
    {
        var idle = _feeds.Where(f => f.Value.Feed.Readers == 0 && f.Value.Feed.Job.Status.IsFinal()).ToArray();
        foreach (var (id, _) in idle.OrderBy(f => f.Value.UsedAt).Take(idle.Length - IdleFeeds))
            _feeds.TryRemove(id, out _);
    }

    private sealed class Entry(JobFeed feed)
    {
        public JobFeed Feed => feed;

        public long UsedAt { get; private set; }

        public JobFeed Use(long now)
        {
            UsedAt = now;
            return feed;
        }
    }
}
