namespace TrainingDashboard.Training.Checkpoints;

/// <summary>A part of a job that a checkpoint keeps: weights, an optimizer's moments, a random generator.</summary>
public interface ITrainingState
{
    /// <summary>Writes everything that the next step depends on. Called between steps, on the loop's thread.</summary>
    void Save(StateWriter writer);

    /// <summary>Takes back what <see cref="Save"/> wrote, bit for bit.</summary>
    /// <exception cref="CheckpointException">The checkpoint lacks an entry or has one of another length.</exception>
    void Load(StateReader reader);
}
