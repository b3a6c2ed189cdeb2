using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Scratch;

namespace TrainingDashboard.Training.Inspection;

/// <summary>
/// Lets people look into a job's model: into a copy made from a checkpoint, so that a job that runs is not held up, and
/// one that has ended can still be looked into.
/// </summary>
public sealed class JobInspection(CheckpointStore store, JobFeeds feeds, ScratchRuns scratch)
{
    /// <summary>Histograms, worst samples and confusion at a checkpoint.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    /// <exception cref="CheckpointRefusedException">It cannot be looked into; the reason says why.</exception>
    public Task<Inspection> LookAsync(JobId id, long step, CancellationToken cancellationToken)
        => AtAsync(id, step, (spec, at) => scratch.LookAsync(spec, at, cancellationToken), cancellationToken);

    /// <summary>What the model at a checkpoint says of a sample.</summary>
    /// <inheritdoc cref="LookAsync"/>
    /// <exception cref="InvalidInputException">The sample is none of the dataset's kind.</exception>
    public Task<Prediction> PredictAsync(JobId id, long step, SampleInput input, CancellationToken cancellationToken)
        => AtAsync(id, step, (spec, at) => scratch.PredictAsync(spec, at, input, cancellationToken), cancellationToken);

    private async Task<T> AtAsync<T>(JobId id, long step, Func<JobSpec, Checkpoint, Task<T>> look, CancellationToken cancellationToken)
    {
        var feed = await feeds.FindAsync(id, cancellationToken) ?? throw new JobNotFoundException(id.ToString());
        var checkpoint = await store.FindAsync(id, step, cancellationToken);
        try
        {
            return await look(feed.Job.Spec, store.Load(id, checkpoint));
        }
        catch (Exception e) when (e is CheckpointException or ScratchRunException or DatasetUnavailableException)
        {
            throw new CheckpointRefusedException($"It cannot be looked into: {e.Message}");
        }
    }
}
