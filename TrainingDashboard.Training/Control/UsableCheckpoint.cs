using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>A checkpoint that somebody wants to go on from.</summary>
internal static class UsableCheckpoint
{
    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="CheckpointRefusedException">It is damaged, or of another version.</exception>
    public static Checkpoint LoadUsable(this CheckpointStore store, JobId job, CheckpointInfo info)
    {
        try
        {
            return store.Load(job, info);
        }
        catch (CheckpointException e)
        {
            throw new CheckpointRefusedException($"The checkpoint at step {info.Step} cannot be used: {e.Message}");
        }
    }
}

/// <summary>It cannot be done with the checkpoint as things stand; the message says why.</summary>
public sealed class CheckpointRefusedException(string reason) : Exception(reason);
