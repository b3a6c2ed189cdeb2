using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>Remembers which checkpoints there are and what is known of them. <see cref="CheckpointStore"/> holds it against the files.</summary>
public interface ICheckpointIndex
{
    /// <summary>A job's checkpoints, those of the latest attempt first, of one attempt the highest step first.</summary>
    Task<IReadOnlyList<CheckpointInfo>> ListAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Enters a checkpoint in the place of one of the same step.</summary>
    /// <returns>False where its attempt is not the job's latest: nothing was entered.</returns>
    Task<bool> AddAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken);

    /// <summary>Enters a file that was found; one of the same step that is known stands.</summary>
    Task AdoptAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken);

    /// <summary>Forgets a checkpoint.</summary>
    Task RemoveAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken);

    /// <summary>Pins or unpins, durably. False where there is no such checkpoint.</summary>
    Task<bool> PinAsync(JobId job, long step, bool pinned, CancellationToken cancellationToken);

    /// <summary>Keeps what came of a proof, if the checkpoint is still the one it was made with.</summary>
    Task KeepProofAsync(JobId job, CheckpointInfo checkpoint, ResumeProof proof, CancellationToken cancellationToken);
}
