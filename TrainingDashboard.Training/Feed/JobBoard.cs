using System.Runtime.CompilerServices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// All jobs in one line each, who changed since a reader last looked, and who waits for a slot. What lists are drawn from. The
/// work of a change, and of looking what changed, does not go with how many jobs there are.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="rules">How slots are shared out; by default nobody waits for one.</param>
public sealed class JobBoard(TimeProvider time, SlotRules? rules = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobId, LinkedListNode<Entry>> _jobs = [];
    private readonly LinkedList<Entry> _byVersion = [];
    private readonly Dictionary<JobId, List<JobId>> _forks = [];
    private readonly List<(JobId Id, long Version)> _removed = [];
    private readonly SlotRules _rules = rules ?? SlotRules.Unlimited;
    private readonly JobLine _line = new(rules ?? SlotRules.Unlimited, time);
    private TaskCompletionSource _news = NewSource();
    private TaskCompletionSource _lineNews = NewSource();
    private long _version;
    private int _active;

    /// <summary>Jobs that have not ended.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Takes a job as it now stands; an older state than the known one is ignored.</summary>
    public void Take(Job job)
    {
        using var changed = new Announcement();
        lock (_lock)
        {
            var known = _jobs.GetValueOrDefault(job.Id);
            if (known?.Value.Job.Seq > job.Seq)
                return;
            _active += Weight(job) - (known is null ? 0 : Weight(known.Value.Job));
            Renew(known, job);
            if (known is null && job.Spec.Parent is { } origin)
                ForksOfOrNew(origin.Job).Add(job.Id);
            Announce(changed, _line.Take(job));
        }
    }

    /// <summary>Takes a job off.</summary>
    public void Remove(JobId id)
    {
        using var changed = new Announcement();
        lock (_lock)
        {
            if (!_jobs.Remove(id, out var gone))
                return;
            _byVersion.Remove(gone);
            if (gone.Value.Job.Spec.Parent is { } origin)
                ForksOfOrNew(origin.Job).Remove(id);
            _active -= Weight(gone.Value.Job);
            _removed.Add((id, ++_version));
            Announce(changed, _line.Remove(gone.Value.Job));
        }
    }

    /// <summary>The job in one line; null where there is none.</summary>
    public JobSummary? Find(JobId id)
    {
        lock (_lock)
            return _jobs.GetValueOrDefault(id) is { } found ? Summary(found.Value.Job) : null;
    }

    /// <summary>A job in one line, with what it waits for.</summary>
    public JobSummary SummaryOf(Job job)
    {
        lock (_lock)
            return Summary(job);
    }

    /// <summary>The jobs that were forked from one, newest first.</summary>
    public IReadOnlyList<JobSummary> ForksOf(JobId id)
    {
        lock (_lock)
            return [.. (_forks.GetValueOrDefault(id) ?? []).Select(fork => Summary(_jobs[fork].Value.Job)).OrderByDescending(fork => fork.Number)];
    }

    /// <summary>All jobs, newest first.</summary>
    public IReadOnlyList<JobSummary> List() => ChangedSince(0).Change.Jobs;

    /// <summary>First all jobs, then what changed, at most once an <paramref name="interval"/>.</summary>
    public async IAsyncEnumerable<JobListChange> WatchAsync(
        TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long seen = -1;
        while (true)
        {
            var (change, version, news) = ChangedSince(Math.Max(seen, 0));
            if (change.Jobs.Count > 0 || change.Removed.Count > 0 || seen < 0)
            {
                yield return seen < 0 ? change with { Removed = [] } : change;
                seen = version;
                await Task.Delay(interval, time, cancellationToken);
            }
            else
            {
                await news.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>What the job waits for now, and a task that ends when that may have changed.</summary>
    public (JobWaiting? Waiting, Task News) WaitingOf(JobId id)
    {
        lock (_lock)
            return (_line.PlaceOf(id), _lineNews.Task);
    }

    /// <summary>Who waits while the job has a slot, next first, and when it is parked at the latest; nobody where it has none.</summary>
    public (IReadOnlyList<Job> Blocked, DateTimeOffset? ParksAt) BehindOf(JobId id)
    {
        lock (_lock)
        {
            return _line.Holders.FirstOrDefault(holding => holding.Job.Id == id) is { } holding
                ? ([.. _line.Blocked], holding.ToHolder(_rules).ParksAt)
                : ([], null);
        }
    }

    /// <summary>Who has the slots and who waits for one, next first, and a task that ends when that may have changed.</summary>
    internal (IReadOnlyList<SlotHolding> Holders, IReadOnlyList<Job> Blocked, Task News) Line()
    {
        lock (_lock)
            return ([.. _line.Holders], [.. _line.Blocked], _lineNews.Task);
    }

    /// <summary>Says that a worker has given the job a slot, until the result is disposed.</summary>
    internal IDisposable Assign(JobId id)
    {
        Assign(id, isTaken: true);
        return new Assignment(this, id);
    }

    private static int Weight(Job job) => job.Status.IsFinal() ? 0 : 1;

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Assign(JobId id, bool isTaken)
    {
        using var changed = new Announcement();
        lock (_lock)
        {
            if (_jobs.GetValueOrDefault(id) is { } known && _line.Assign(known.Value.Job, isTaken))
                Announce(changed, lineChanged: true);
        }
    }

    private JobSummary Summary(Job job) => JobSummary.Of(job) with { Waiting = _line.PlaceOf(job.Id) };

    private List<JobId> ForksOfOrNew(JobId id)
    {
        if (!_forks.TryGetValue(id, out var forks))
            _forks[id] = forks = [];
        return forks;
    }

    private void Renew(LinkedListNode<Entry>? known, Job job)
    {
        if (known is not null)
            _byVersion.Remove(known);
        _jobs[job.Id] = _byVersion.AddLast(new Entry(job, ++_version));
    }

    private void Announce(Announcement changed, bool lineChanged)
    {
        if (lineChanged)
        {
            // Whoever follows the list hears of places too.
            foreach (var id in _line.Waiting)
                Renew(_jobs[id], _jobs[id].Value.Job);
            changed.Line = _lineNews;
            _lineNews = NewSource();
        }

        changed.List = _news;
        _news = NewSource();
    }

    private (JobListChange Change, long Version, Task News) ChangedSince(long version)
    {
        lock (_lock)
        {
            var changed = new List<Job>();
            for (var node = _byVersion.Last; node is not null && node.Value.Version > version; node = node.Previous)
                changed.Add(node.Value.Job);
            JobId[] removed = [.. _removed.Skip(FirstRemovedAfter(version)).Select(gone => gone.Id)];
            return (new JobListChange([.. changed.OrderByDescending(job => job.Number).Select(Summary)], removed), _version, _news.Task);
        }
    }

    private int FirstRemovedAfter(long version)
    {
        var at = _removed.Count;
        while (at > 0 && _removed[at - 1].Version > version)
            at--;
        return at;
    }

    private sealed record Entry(Job Job, long Version);

    /// <summary>Wakes those who wait once the board is no longer locked.</summary>
    private sealed class Announcement : IDisposable
    {
        public TaskCompletionSource? List { get; set; }

        public TaskCompletionSource? Line { get; set; }

        public void Dispose()
        {
            List?.SetResult();
            Line?.SetResult();
        }
    }

    private sealed class Assignment(JobBoard board, JobId id) : IDisposable
    {
        public void Dispose() => board.Assign(id, isTaken: false);
    }
}
