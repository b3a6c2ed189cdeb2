using System.Collections.Concurrent;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>The loops of the jobs this process holds.</summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<JobId, ICommandMailbox> _loops = new();

    /// <summary>Whether this process holds no job.</summary>
    public bool IsEmpty => _loops.IsEmpty;

    /// <summary>Lets commands reach the job until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">This process already holds the job.</exception>
    public IDisposable Hold(JobId id, ICommandMailbox loop)
    {
        if (!_loops.TryAdd(id, loop))
            throw new InvalidOperationException($"Job {id} is already held by this process.");
        return new Holding(this, id);
    }

    /// <summary>Rings the loop's bell. False where this process does not hold the job.</summary>
    public bool TryPost(JobCommand command)
    {
        if (!_loops.TryGetValue(command.Job, out var loop))
            return false;
        try
        {
            loop.Post(command);
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The job ended between the look-up and now; its status says so.
            return false;
        }
    }

    private sealed class Holding(RunningJobs owner, JobId id) : IDisposable
    {
        public void Dispose() => owner._loops.TryRemove(id, out _);
    }
}
