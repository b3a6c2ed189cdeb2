using System.Text.Json;

namespace TrainingDashboard.Training.Jobs;

/// <summary>Everything that decides what a job computes. Two jobs of equal specs on equal machines give equal curves.</summary>
/// <param name="Name">What people call it; at most 120 characters.</param>
/// <param name="Trainer">The trainer's name.</param>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Epochs">Passes over the training part, at least 1.</param>
/// <param name="Seed">Where all randomness comes from.</param>
/// <param name="Hyperparameters">A value for every hyperparameter that the trainer declares.</param>
/// <param name="Parent">Where its first checkpoint comes from; null for a job that began at the beginning.</param>
/// <param name="DatasetDigest">What the dataset is made of, 64 hexadecimal digits; null where it is generated, or was not looked at.</param>
public sealed record JobSpec(
    string Name,
    string Trainer,
    string Dataset,
    int Epochs,
    long Seed,
    IReadOnlyDictionary<string, JsonElement> Hyperparameters,
    ForkOrigin? Parent = null,
    string? DatasetDigest = null)
{
    /// <summary>The name under which <see cref="Epochs"/> is changed while the job runs.</summary>
    public const string EpochsName = "epochs";
}
