using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Feed;

/// <summary>A store of one job in memory that fails when told to.</summary>
internal sealed class MemoryEventStore : IEventStore
{
    private readonly Lock _lock = new();
    private readonly List<JobEvent> _events = [];
    private int _reads;

    /// <summary>What to throw instead of storing; null to store.</summary>
    public Func<Exception>? Fault { get; set; }

    /// <summary>How often the store was read.</summary>
    public int Reads => _reads;

    /// <summary>Attempts to store that failed.</summary>
    public int Faults { get; private set; }

    public IReadOnlyList<JobEvent> Stored
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public Task AppendAsync(Job before, Job after, IReadOnlyList<JobEvent> events, bool durable, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            Faults++;
            return Task.FromException(fault());
        }

        lock (_lock)
        {
            Assert.Equal(_events.Count, before.Seq);
            _events.AddRange(events);
            Assert.Equal(_events.Count, after.Seq);
        }

        return Task.CompletedTask;
    }

    public Task TrimAsync(Job job, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IReadOnlyList<JobEvent>> ReadAsync(JobId job, long after, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await Task.Yield();
        lock (_lock)
            return [.. _events.Skip((int)after).Take(limit)];
    }
}
