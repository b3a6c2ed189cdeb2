using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>What anybody may do with a job's checkpoints: look, take a copy, pin, delete.</summary>
public sealed class CheckpointControl(CheckpointStore store, JobFeeds feeds)
{
    /// <summary>A job's checkpoints, those of the latest attempt first, of one attempt the highest step first.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async Task<IReadOnlyList<CheckpointInfo>> ListAsync(JobId id, CancellationToken cancellationToken)
        => await store.ListAsync((await FindAsync(id, cancellationToken)).Id, cancellationToken);

    /// <summary>A checkpoint and its file, to be read once.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    /// <exception cref="CheckpointRefusedException">What lies there is not the file that was written.</exception>
    public async Task<(Job Job, CheckpointInfo Checkpoint, Stream Content)> OpenAsync(JobId id, long step, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, cancellationToken);
        var checkpoint = await store.FindAsync(id, step, cancellationToken);
        try
        {
            return (job, checkpoint, await store.OpenAsync(id, checkpoint, cancellationToken));
        }
        catch (CheckpointException e)
        {
            throw new CheckpointRefusedException($"The checkpoint at step {step} cannot be downloaded: {e.Message}");
        }
    }

    /// <summary>Pins a checkpoint, so that it is kept, or unpins it.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    public async Task<CheckpointInfo> PinAsync(JobId id, long step, bool pinned, CancellationToken cancellationToken)
    {
        await FindAsync(id, cancellationToken);
        await store.PinAsync(id, step, pinned, cancellationToken);
        return await store.FindAsync(id, step, cancellationToken);
    }

    /// <summary>Deletes a checkpoint.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    /// <exception cref="CheckpointRefusedException">It is pinned, or a waiting job would go on from it.</exception>
    public async Task DeleteAsync(JobId id, long step, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, cancellationToken);
        var all = await store.ListAsync(id, cancellationToken);
        var checkpoint = all.FirstOrDefault(c => c.Step == step) ?? throw new CheckpointNotFoundException(id, step);
        if (checkpoint.Pinned)
            throw new CheckpointRefusedException("The checkpoint is pinned; unpin it first.");
        if (!job.Status.IsFinal() && !job.Status.IsHeld() && checkpoint == all.FirstOrDefault(c => !c.Abandoned && !c.Missing))
            throw new CheckpointRefusedException($"The job is {job.Status.ToWord()} and goes on from this checkpoint.");
        await store.DeleteAsync(id, checkpoint, cancellationToken);
    }

    private async Task<Job> FindAsync(JobId id, CancellationToken cancellationToken)
        => (await feeds.FindAsync(id, cancellationToken))?.Job ?? throw new JobNotFoundException(id.ToString());
}
