using System.Text.Json;

namespace TrainingDashboard.Training.Control;

/// <summary>A new job that somebody wants out of a checkpoint. What is left out is as in the job it comes from.</summary>
public sealed record ForkRequest
{
    /// <summary>The checkpoint's step.</summary>
    public required long Step { get; init; }

    /// <summary>What to call the new job; by default the old one's name with the step.</summary>
    public string? Name { get; init; }

    /// <summary>Passes over the training part in all, those before the checkpoint included.</summary>
    public int? Epochs { get; init; }

    /// <summary>Values that change, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Hyperparameters { get; init; }
}
