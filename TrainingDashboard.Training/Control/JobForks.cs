using System.Globalization;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Scratch;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>Begins a new job with the checkpoint of another, of which it gets a copy of its own.</summary>
public sealed class JobForks(
    SpecBuilder specs, TrainerCatalog trainers, CheckpointStore store, CheckpointOwners owners, ScratchRuns scratch, IJobStore jobs, JobFeeds feeds, JobBoard board,
    IJobQueue queue, OneStart once, TimeProvider time)
{
    /// <summary>Keeps the new job durably and lines it up.</summary>
    /// <inheritdoc cref="ForkAsync(JobId, ForkRequest, string?, CancellationToken)"/>
    public async Task<Job> ForkAsync(JobId parent, ForkRequest request, CancellationToken cancellationToken)
        => (await ForkAsync(parent, request, key: null, cancellationToken)).Job;

    /// <summary>Keeps the new job durably and lines it up, once for each key.</summary>
    /// <param name="parent">The job it comes from.</param>
    /// <param name="request">The checkpoint's step, and what changes.</param>
    /// <param name="key">The caller's word for it: the same again gets the same job. Null for none.</param>
    /// <param name="cancellationToken">Gives up before the job is kept; where there is a key, gives up waiting only.</param>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    /// <exception cref="InvalidInputException">The request has faults, or the checkpoint does not fit what it changes.</exception>
    /// <exception cref="CheckpointRefusedException">The checkpoint is damaged.</exception>
    /// <exception cref="IdempotencyKeyUsedException">Something else was asked for under the key.</exception>
    public async Task<Started> ForkAsync(JobId parent, ForkRequest request, string? key, CancellationToken cancellationToken)
    {
        if (key is null)
            return new Started(await AddAsync(parent, request, key: null, cancellationToken), IsReplay: false);
        var start = IdempotencyKey.For(key, parent, request);
        return await once.RunAsync(
            start, async () => new Started(await AddAsync(parent, request, start, CancellationToken.None), IsReplay: false), cancellationToken);
    }

    private async Task<Job> AddAsync(JobId parent, ForkRequest request, StartKey? key, CancellationToken cancellationToken)
    {
        var origin = (await feeds.FindAsync(parent, cancellationToken))?.Job ?? throw new JobNotFoundException(parent.ToString());
        var info = await store.FindAsync(parent, request.Step, cancellationToken);
        var checkpoint = store.LoadUsable(parent, info);
        var before = SpecAt(origin, checkpoint);
        var spec = SpecOf(before, parent, checkpoint, request);
        await TryAsync(before, spec, checkpoint, cancellationToken);

        var now = time.GetUtcNow();
        var id = JobId.Create(now);
        // The file is there before the job: whatever ends in between leaves a folder that is marked, which goes at the next start.
        owners.MarkLeftover(id);
        store.CopyTo(id, info, checkpoint);
        var job = await jobs.AddAsync(id, spec, now, key, CancellationToken.None);
        if (job.Id != id)
        {
            store.DeleteAll(id);
            return job;
        }

        owners.Unmark(id);
        await store.AdoptCopyAsync(id, info, CancellationToken.None);
        board.Take(job);
        await queue.EnqueueAsync(job, CancellationToken.None);
        return job;
    }

    private JobSpec SpecOf(JobSpec origin, JobId parent, Checkpoint checkpoint, ForkRequest request)
    {
        var values = new Dictionary<string, System.Text.Json.JsonElement>(origin.Hyperparameters, StringComparer.Ordinal);
        foreach (var (name, value) in request.Hyperparameters ?? new Dictionary<string, System.Text.Json.JsonElement>())
            values[name] = value;
        var done = checkpoint.Position.EpochsDone;
        var epochs = request.Epochs ?? origin.Epochs;
        var spec = specs.Build(new StartRequest
        {
            Name = request.Name ?? DefaultName(origin.Name, request.Step),
            Trainer = origin.Trainer,
            Dataset = origin.Dataset,
            Epochs = request.Epochs ?? origin.Epochs,
            Seed = origin.Seed,
            Hyperparameters = values,
        });
        return epochs > done
            ? spec with { Parent = new ForkOrigin(parent, request.Step), DatasetDigest = origin.DatasetDigest }
            : throw new InvalidInputException("epochs", $"Expected more than the {done} epochs that the checkpoint has done, got {epochs}.");
    }

    private JobSpec SpecAt(Job origin, Checkpoint checkpoint)
        => trainers.Find(origin.Spec.Trainer)?.Description is { } trainer
            ? SteeredSpec.At(origin, trainer, checkpoint.Position.Step, checkpoint.Position.EpochsDone)
            : origin.Spec;

    private static string DefaultName(string name, long step)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $", from step {step}");
        var room = StartRequest.MaximumNameLength - suffix.Length;
        var kept = name.Length <= room ? name : name[..(char.IsHighSurrogate(name[room - 1]) ? room - 1 : room)];
        return kept.TrimEnd() + suffix;
    }

    /// <summary>Sets the loop up, without a step, to see whether the checkpoint fits.</summary>
    private async Task TryAsync(JobSpec origin, JobSpec spec, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            var report = await scratch.RunAsync(spec, checkpoint, checkpoint.Position.Step, cancellationToken);
            if (checkpoint.Position.BatchesDone > 0 && report.StepsPerEpoch > 0
                && (await scratch.RunAsync(origin, checkpoint, checkpoint.Position.Step, cancellationToken)).StepsPerEpoch != report.StepsPerEpoch)
            {
                throw new InvalidInputException("hyperparameters",
                    "The checkpoint stands within an epoch: a fork that cuts the epoch into other batches begins with a checkpoint between two.");
            }
        }
        catch (CheckpointException e)
        {
            throw new InvalidInputException("hyperparameters", $"The checkpoint does not fit these. {e.Message}");
        }
        catch (ScratchRunException e)
        {
            throw new CheckpointRefusedException($"It could not be run: {e.Message}");
        }
    }
}
