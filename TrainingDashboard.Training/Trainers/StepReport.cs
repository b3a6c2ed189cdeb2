namespace TrainingDashboard.Training.Trainers;

/// <summary>What the loop says of one step (one mini-batch). NaN and infinities are values and are kept.</summary>
/// <param name="Loss">Mean loss over the mini-batch.</param>
/// <param name="Accuracy">Fraction of the mini-batch that was classified right, 0 to 1; null where it means nothing.</param>
/// <param name="LearningRate">The rate the step was taken with.</param>
/// <param name="GradientNorm">Euclidean norm of the whole gradient before clipping.</param>
/// <param name="Samples">Samples in the mini-batch.</param>
public readonly record struct StepReport(
    double Loss, double? Accuracy, double LearningRate, double GradientNorm, int Samples);

/// <summary>What a pass over the validation part gave.</summary>
/// <param name="Loss">Mean loss over the validation part.</param>
/// <param name="Accuracy">Fraction classified right, 0 to 1; null where it means nothing.</param>
/// <param name="Confusion">How the classes were told apart; null for anything but classification.</param>
public sealed record ValidationReport(double Loss, double? Accuracy, ConfusionMatrix? Confusion);

/// <summary>How often each class was taken for each.</summary>
/// <param name="Classes">Class names, in label order.</param>
/// <param name="Counts">
/// <c>Counts[actual][predicted]</c>: samples of the class <c>actual</c> that were predicted as <c>predicted</c>.
/// </param>
public sealed record ConfusionMatrix(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Counts);
