namespace TrainingDashboard.Training.Checkpoints;

/// <summary>A checkpoint that is still to be kept.</summary>
/// <param name="Position">Where the job stands.</param>
/// <param name="Content">Its state, encoded.</param>
/// <param name="Reason">Why it is made.</param>
/// <param name="ValidationLoss">Loss over the validation part at this step; null where it was not judged.</param>
/// <param name="ValidationAccuracy">Accuracy over the validation part at this step; null where it was not judged.</param>
public sealed record CheckpointDraft(
    TrainingPosition Position, byte[] Content, CheckpointReason Reason, double? ValidationLoss = null, double? ValidationAccuracy = null);
