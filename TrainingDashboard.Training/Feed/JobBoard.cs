using System.Runtime.CompilerServices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>All jobs in one line each, and who changed since a reader last looked. What lists are drawn from.</summary>
public sealed class JobBoard(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobId, (Job Job, long Version)> _jobs = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(JobId Id, long Version)> _removed = [];
    private long _version;
    private int _active;

    /// <summary>Jobs that have not ended.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Takes a job as it now stands; an older state than the known one is ignored.</summary>
    public void Take(Job job)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            if (_jobs.TryGetValue(job.Id, out var known) && known.Job.Seq > job.Seq)
                return;
            _active += Weight(job) - (known.Job is null ? 0 : Weight(known.Job));
            _jobs[job.Id] = (job, ++_version);
            news = TakeNews();
        }

        news.SetResult();
    }

    /// <summary>Takes a job off.</summary>
    public void Remove(JobId id)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            if (!_jobs.Remove(id, out var gone))
                return;
            _active -= Weight(gone.Job);
            _removed.Add((id, ++_version));
            news = TakeNews();
        }

        news.SetResult();
    }

    /// <summary>The jobs that were forked from one, newest first.</summary>
    public IReadOnlyList<JobSummary> ForksOf(JobId id) => [.. List().Where(job => job.ForkedFrom?.Job == id)];

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

    private static int Weight(Job job) => job.Status.IsFinal() ? 0 : 1;

    private TaskCompletionSource TakeNews()
    {
        var news = _news;
        _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return news;
    }

    private (JobListChange Change, long Version, Task News) ChangedSince(long version)
    {
        lock (_lock)
        {
            JobSummary[] changed =
            [
                .. _jobs.Values.Where(j => j.Version > version)
                    .OrderByDescending(j => j.Job.Number)
                    .Select(j => JobSummary.Of(j.Job)),
            ];
            JobId[] removed = [.. _removed.Where(gone => gone.Version > version).Select(gone => gone.Id)];
            return (new JobListChange(changed, removed), _version, _news.Task);
        }
    }
}
