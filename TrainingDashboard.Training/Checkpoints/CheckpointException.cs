namespace TrainingDashboard.Training.Checkpoints;

/// <summary>A checkpoint could not be read: damaged, truncated, of another version, or made by another trainer.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
