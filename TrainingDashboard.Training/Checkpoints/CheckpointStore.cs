using System.Security.Cryptography;
using TrainingDashboard.Training.Files;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>
/// The checkpoints of jobs: files, and an index that says what is known of each. A file is written before it is entered
/// and deleted before it is forgotten. A file that nobody knows is entered when next looked at; what is known of one that
/// is gone stays.
/// </summary>
public sealed class CheckpointStore(CheckpointFolder folder, ICheckpointIndex index, TimeProvider time)
{
    /// <summary>Keeps a checkpoint durably, then lets go of those that are no longer worth keeping.</summary>
    /// <param name="job">The job.</param>
    /// <param name="attempt">The attempt on whose behalf this is.</param>
    /// <param name="draft">What to keep.</param>
    /// <param name="keepLast">How many of the latest stay.</param>
    /// <param name="cancellationToken">Gives up before the checkpoint is entered.</param>
    /// <exception cref="IOException">The disk is full or failing; the other checkpoints are as they were.</exception>
    /// <exception cref="StaleJobException">A newer attempt owns the job; nothing was kept.</exception>
    public async Task<CheckpointInfo> SaveAsync(JobId job, int attempt, CheckpointDraft draft, int keepLast, CancellationToken cancellationToken)
    {
        var step = draft.Position.Step;
        var kept = Describe(attempt, draft.Position, draft.Content, draft.Reason, time.GetUtcNow()) with
        {
            ValidationLoss = draft.ValidationLoss,
            ValidationAccuracy = draft.ValidationAccuracy,
        };
        folder.Write(job, attempt, step, draft.Content);
        var before = await index.ListAsync(job, cancellationToken);
        var replaced = before.FirstOrDefault(c => c.Step == step);
        if (!await index.AddAsync(job, kept with { Pinned = replaced?.Pinned ?? false }, cancellationToken))
        {
            folder.Delete(job, attempt, step);
            throw new StaleJobException(job, attempt);
        }

        if (replaced is not null && replaced.Attempt != attempt)
            folder.Delete(job, replaced.Attempt, step);
        var all = await KnownAsync(job, cancellationToken);
        foreach (var old in CheckpointRetention.Superfluous(all, keepLast))
            await DeleteAsync(job, old, cancellationToken);
        return kept;
    }

    /// <summary>A job's checkpoints, those of the latest attempt first, of one attempt the highest step first.</summary>
    public async Task<IReadOnlyList<CheckpointInfo>> ListAsync(JobId job, CancellationToken cancellationToken)
    {
        await PutRightAsync(job, cancellationToken);
        return await KnownAsync(job, cancellationToken);
    }

    /// <summary>The checkpoint at a step.</summary>
    /// <exception cref="CheckpointNotFoundException">The job has none.</exception>
    public async Task<CheckpointInfo> FindAsync(JobId job, long step, CancellationToken cancellationToken)
        => (await ListAsync(job, cancellationToken)).FirstOrDefault(c => c.Step == step) ?? throw new CheckpointNotFoundException(job, step);

    /// <summary>The newest checkpoint that is whole and not abandoned, or null where there is none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="storedStep">
    /// The last step whose points are stored. A checkpoint beyond it, which a power cut may leave, would make a hole in the
    /// curves.
    /// </param>
    /// <param name="damaged">Told of each newer one that is not whole, with the reason.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Checkpoint?> LoadLatestAsync(JobId job, long storedStep, Action<string> damaged, CancellationToken cancellationToken)
    {
        foreach (var info in (await ListAsync(job, cancellationToken)).Where(c => !c.Abandoned && (c.Attempt == 0 || c.Step <= storedStep)))
        {
            try
            {
                return Load(job, info);
            }
            catch (CheckpointException e)
            {
                damaged($"The checkpoint at step {info.Step} cannot be used: {e.Message}");
            }
        }

        return null;
    }

    /// <summary>Reads and checks a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged, of another version, gone, or not the file that was written.</exception>
    public Checkpoint Load(JobId job, CheckpointInfo checkpoint)
    {
        try
        {
            var content = folder.Read(job, checkpoint.Attempt, checkpoint.Step) ?? throw new CheckpointException("Its file is gone.");
            var loaded = Checkpoint.Decode(content);
            // Whole, but another job's, or another step's under this name.
            return HashOf(content) == checkpoint.Sha256
                ? loaded
                : throw NotAsWritten();
        }
        catch (NotPlainFileException e)
        {
            throw new CheckpointException(e.Message, e);
        }
    }

    /// <summary>The checkpoint's file as it is, to be read once.</summary>
    /// <exception cref="CheckpointNotFoundException">It is gone.</exception>
    /// <exception cref="CheckpointException">It is not the file that was written.</exception>
    public async Task<Stream> OpenAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            var content = folder.Open(job, checkpoint.Attempt, checkpoint.Step);
            try
            {
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) != checkpoint.Sha256)
                    throw NotAsWritten();
                content.Position = 0;
                return content;
            }
            catch
            {
                await content.DisposeAsync();
                throw;
            }
        }
        catch (NotPlainFileException e)
        {
            throw new CheckpointException(e.Message, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointNotFoundException(job, checkpoint.Step);
        }
    }

    /// <summary>Deletes a checkpoint.</summary>
    public async Task DeleteAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken)
    {
        folder.Delete(job, checkpoint.Attempt, checkpoint.Step);
        await index.RemoveAsync(job, checkpoint, cancellationToken);
    }

    /// <summary>Pins a checkpoint, so that it is kept, or unpins it.</summary>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    public async Task PinAsync(JobId job, long step, bool pinned, CancellationToken cancellationToken)
    {
        await PutRightAsync(job, cancellationToken);
        if (!await index.PinAsync(job, step, pinned, cancellationToken))
            throw new CheckpointNotFoundException(job, step);
    }

    /// <summary>Gives a job that is about to be a copy of another's checkpoint.</summary>
    public void CopyTo(JobId fork, CheckpointInfo original, Checkpoint checkpoint)
        => folder.Write(fork, attempt: 0, original.Step, checkpoint.Encoded.Span);

    /// <summary>The position of a file that no index has.</summary>
    /// <exception cref="CheckpointException">It is damaged, of another step than its name says, or gone.</exception>
    public TrainingPosition PositionOf(JobId job, int attempt, long step)
    {
        try
        {
            var position = Checkpoint.Decode(folder.Read(job, attempt, step) ?? throw new CheckpointException("Its file is gone.")).Position;
            return position.Step == step ? position : throw new CheckpointException($"It is named as of step {step} and is of step {position.Step}.");
        }
        catch (NotPlainFileException e)
        {
            throw new CheckpointException(e.Message, e);
        }
    }

    /// <summary>Deletes all files of a job that there is not.</summary>
    public void DeleteAll(JobId job) => folder.DeleteAll(job);

    /// <summary>Enters the copy, once the job is there, with what is known of the original.</summary>
    public Task AdoptCopyAsync(JobId fork, CheckpointInfo original, CancellationToken cancellationToken)
        => index.AdoptAsync(fork, original with { Attempt = 0, Reason = CheckpointReason.Manual, Pinned = false, Abandoned = false, Proof = null }, cancellationToken);

    /// <inheritdoc cref="ICheckpointIndex.KeepProofAsync"/>
    public Task KeepProofAsync(JobId job, CheckpointInfo checkpoint, ResumeProof proof, CancellationToken cancellationToken)
        => index.KeepProofAsync(job, checkpoint, proof, cancellationToken);

    private static CheckpointInfo Describe(
        int attempt, TrainingPosition position, ReadOnlySpan<byte> content, CheckpointReason reason, DateTimeOffset at) => new()
    {
        Step = position.Step,
        Attempt = attempt,
        Epoch = position.EpochsDone,
        At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
        Bytes = content.Length,
        Sha256 = HashOf(content),
        Reason = reason,
    };

    private static CheckpointException NotAsWritten() => new("It is not the file that was written: its SHA-256 is not the one in the index.");

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task<IReadOnlyList<CheckpointInfo>> KnownAsync(JobId job, CancellationToken cancellationToken)
        => CheckpointRetention.Marked(
            [.. (await index.ListAsync(job, cancellationToken)).Select(c => folder.Has(job, c.Attempt, c.Step) ? c : c with { Missing = true })]);

    /// <summary>Enters files that nobody knows, if they are what their names say.</summary>
    private async Task PutRightAsync(JobId job, CancellationToken cancellationToken)
    {
        var known = await index.ListAsync(job, cancellationToken);
        var files = folder.Files(job);
        foreach (var (attempt, step) in files.Except(known.Select(c => (c.Attempt, c.Step))))
        {
            // Another file of the same step that is known: this one is on its way in, or on its way out.
            if (known.Any(c => c.Step == step) || ReadPlain(job, attempt, step) is not { } content)
                continue;
            var position = Checkpoint.TryDecodePosition(content) ?? new TrainingPosition(0, 0, step);
            if (position.Step != step)
                continue;
            var at = File.GetLastWriteTimeUtc(folder.PathOf(job, attempt, step));
            await index.AdoptAsync(job, Describe(attempt, position, content, CheckpointReason.Periodic, at), cancellationToken);
        }
    }

    private byte[]? ReadPlain(JobId job, int attempt, long step)
    {
        try
        {
            return folder.Read(job, attempt, step);
        }
        catch (NotPlainFileException)
        {
            return null;
        }
    }
}

/// <summary>The job has no checkpoint at this step.</summary>
public sealed class CheckpointNotFoundException(JobId job, long step) : Exception($"The job {job} has no checkpoint at step {step}.");
