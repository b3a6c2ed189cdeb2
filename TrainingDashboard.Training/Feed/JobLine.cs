using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// Who has the slots and who waits for one, in order. Told of every change of every job, which costs two look-ups unless it
/// changes the line; then the work goes with the length of the line. Not thread-safe: the board locks.
/// </summary>
internal sealed class JobLine(SlotRules rules, TimeProvider time)
{
    private readonly SortedDictionary<long, SlotHolding> _holding = [];
    private readonly SortedDictionary<long, Job> _waiting = [];
    private readonly HashSet<JobId> _taken = [];
    private Dictionary<JobId, JobWaiting> _places = [];

    /// <summary>The jobs that have a slot, the oldest first.</summary>
    public IReadOnlyCollection<SlotHolding> Holders => _holding.Values;

    /// <summary>The jobs for which no slot is free, next first.</summary>
    public IEnumerable<Job> Blocked => _waiting.Values.Skip(Free);

    /// <summary>All that wait, those about to begin among them.</summary>
    public IEnumerable<JobId> Waiting => _waiting.Values.Select(job => job.Id);

    private int Free => Math.Max(0, rules.Slots - _holding.Count);

    /// <summary>What a job waits for; null where it waits for no slot.</summary>
    public JobWaiting? PlaceOf(JobId id) => _places.GetValueOrDefault(id);

    /// <summary>Takes a job as it now stands.</summary>
    /// <returns>Whether somebody's place, or what is said of it, may have changed.</returns>
    public bool Take(Job job)
    {
        var held = _holding.GetValueOrDefault(job.Number);
        if (Holds(job))
        {
            if (held is not null && IsSame(held.Job, job))
                return false;
            _waiting.Remove(job.Number);
            _holding[job.Number] = Hold(held, job);
        }
        else if (Waits(job))
        {
            if (!_waiting.TryAdd(job.Number, job))
                return false;
            _holding.Remove(job.Number);
        }
        else if (!Forget(job))
        {
            return false;
        }

        Place();
        return true;
    }

    /// <summary>Says that a worker has given the job a slot, whatever its status, or has taken it back.</summary>
    /// <returns>As <see cref="Take"/>.</returns>
    public bool Assign(Job job, bool isTaken)
        => (isTaken ? _taken.Add(job.Id) : _taken.Remove(job.Id)) && Take(job);

    /// <summary>Takes out a job that is gone.</summary>
    /// <returns>As <see cref="Take"/>.</returns>
    public bool Remove(Job job)
    {
        _taken.Remove(job.Id);
        if (!Forget(job))
            return false;
        Place();
        return true;
    }

    private static bool Waits(Job job) => job.Status is JobStatus.Queued or JobStatus.Interrupted;

    private static bool IsSame(Job before, Job job)
        => (before.Status, before.Desired, before.PausedByHit) == (job.Status, job.Desired, job.PausedByHit);

    // One that begins, or is restarted after its process was killed, waits by its status and has a slot all the same.
    private bool Holds(Job job) => job.Status.IsHeld() || (Waits(job) && _taken.Contains(job.Id));

    private bool Forget(Job job) => _holding.Remove(job.Number) | _waiting.Remove(job.Number);

    private SlotHolding Hold(SlotHolding? before, Job job)
        => job.Status == JobStatus.Paused && before?.Job.Status != JobStatus.Paused
            ? new SlotHolding(job, time.GetTimestamp(), time.GetUtcNow())
            : job.Status == JobStatus.Paused ? before! with { Job = job } : new SlotHolding(job, PausedAt: 0, PausedOn: default);

    private void Place()
    {
        _places = [];
        Job[] blocked = [.. Blocked];
        if (blocked.Length == 0)
            return;
        SlotHolder[] holders =
        [
            .. _holding.Values.Concat(_waiting.Values.Take(Free).Select(job => new SlotHolding(job, PausedAt: 0, PausedOn: default)))
                .OrderBy(holding => holding.Job.Number)
                .Select(holding => holding.ToHolder(rules)),
        ];
        for (var i = 0; i < blocked.Length; i++)
            _places[blocked[i].Id] = new JobWaiting(i + 1, blocked.Length, holders);
    }
}
