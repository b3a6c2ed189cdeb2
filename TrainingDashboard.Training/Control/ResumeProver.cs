using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Scratch;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// Proves that a resume is exact: runs the next steps again from a checkpoint and holds every value against the stored
/// one, bit for bit.
/// </summary>
public sealed class ResumeProver(CheckpointStore store, JobFeeds feeds, ISeriesStore series, ScratchRuns scratch, TimeProvider time)
{
    /// <summary>Steps that are run again, or as many as are stored.</summary>
    public const int Steps = 50;

    /// <summary>Runs the proof and keeps what came of it with the checkpoint.</summary>
    /// <param name="id">The job.</param>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="place">Hears the place in the line of looks and proofs, 0 when it is its turn; null for nobody.</param>
    /// <returns>The checkpoint with its proof.</returns>
    /// <exception cref="WorkLineFullException">Too many wait already.</exception>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    /// <exception cref="CheckpointRefusedException">There is nothing to hold it against, or it cannot be run; the reason says which.</exception>
    public async Task<CheckpointInfo> ProveAsync(JobId id, long step, CancellationToken cancellationToken, IProgress<int>? place = null)
    {
        var feed = await feeds.FindAsync(id, cancellationToken) ?? throw new JobNotFoundException(id.ToString());
        var checkpoint = await store.FindAsync(id, step, cancellationToken);
        if (checkpoint.Abandoned)
            throw new CheckpointRefusedException("The job was rewound to before this checkpoint: the stored points after it are not its own.");
        var last = await LastComparableAsync(feed, step, cancellationToken);
        try
        {
            var report = await scratch.RunAsync(feed.Job.Spec, store.Load(id, checkpoint), last, cancellationToken, feed.Job.Steering, place);
            var proof = await CompareAsync(id, report, step + 1, last, cancellationToken);
            await store.KeepProofAsync(id, checkpoint, proof, cancellationToken);
            return checkpoint with { Proof = proof };
        }
        catch (Exception e) when (e is CheckpointException or ScratchRunException)
        {
            throw new CheckpointRefusedException($"It could not be run: {e.Message}");
        }
    }

    /// <summary>The last stored step to compare with. What was changed on the way is part of the job, and is changed again.</summary>
    private async Task<long> LastComparableAsync(JobFeed feed, long step, CancellationToken cancellationToken)
    {
        var stored = await series.ReadAsync(feed.Job.Id, SeriesNames.Loss, step + 1, step + Steps, Steps, cancellationToken);
        if (stored is not { Buckets: { Count: > 0 } buckets })
            throw new CheckpointRefusedException("No step after this checkpoint is stored yet.");
        return buckets[^1].Step;
    }

    private async Task<ResumeProof> CompareAsync(JobId id, ScratchReport report, long first, long last, CancellationToken cancellationToken)
    {
        (long Step, string Series)? difference = null;
        foreach (var (name, again) in report.Series)
        {
            var stored = await series.ReadAsync(id, name, first, last, Steps, cancellationToken);
            var differs = FirstDifference(again, stored?.Buckets ?? [], first, last);
            if (differs is { } at && (difference is null || at < difference.Value.Step))
                difference = (at, name);
        }

        // A loop that says nothing of what is stored is not the same either.
        if (!report.Series.ContainsKey(SeriesNames.Loss))
            difference = (first, SeriesNames.Loss);
        return new ResumeProof(first, last, difference is null, difference?.Step, difference?.Series, time.GetUtcNow());
    }

    private static long? FirstDifference(ScratchSeries series, IReadOnlyList<SeriesBucket> stored, long first, long last)
    {
        var again = series.Steps.Zip(series.Bits).ToDictionary(point => point.First, point => point.Second);
        var before = stored.ToDictionary(b => b.Step, b => BitConverter.DoubleToInt64Bits(b.Last));
        // The validation after the last step belongs to the stretch beyond it, which was not run.
        foreach (var step in again.Keys.Where(step => step >= first).Concat(before.Keys.Where(step => step < last)).Distinct().Order())
        {
            if (!before.TryGetValue(step, out var bits) || !again.TryGetValue(step, out var value) || value != bits)
                return step;
        }

        return null;
    }
}
