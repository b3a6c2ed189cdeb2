using System.Runtime.CompilerServices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>All jobs in one line each, and who changed since a reader last looked. What lists are drawn from.</summary>
public sealed class JobBoard(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobId, (Job Job, long Version)> _jobs = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
            news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        news.SetResult();
    }

    /// <summary>The jobs that were forked from one, newest first.</summary>
    public IReadOnlyList<JobSummary> ForksOf(JobId id) => [.. List().Where(job => job.ForkedFrom?.Job == id)];

    /// <summary>All jobs, newest first.</summary>
    public IReadOnlyList<JobSummary> List() => ChangedSince(0).Jobs;

    /// <summary>First all jobs, then those that changed, at most once an <paramref name="interval"/>.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JobSummary>> WatchAsync(
        TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long seen = -1;
        while (true)
        {
            var (jobs, version, news) = ChangedSince(Math.Max(seen, 0));
            if (jobs.Count > 0 || seen < 0)
            {
                yield return jobs;
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

    private (IReadOnlyList<JobSummary> Jobs, long Version, Task News) ChangedSince(long version)
    {
        lock (_lock)
        {
            JobSummary[] changed =
            [
                .. _jobs.Values.Where(j => j.Version > version)
                    .OrderByDescending(j => j.Job.Number)
                    .Select(j => JobSummary.Of(j.Job)),
            ];
            return (changed, _version, _news.Task);
        }
    }
}
