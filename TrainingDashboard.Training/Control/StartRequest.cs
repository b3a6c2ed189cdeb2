using System.Text.Json;

namespace TrainingDashboard.Training.Control;

/// <summary>What somebody asks to be trained. Everything may be left out.</summary>
public sealed record StartRequest
{
    /// <summary>What to call the job; by default "trainer on dataset".</summary>
    public string? Name { get; init; }

    /// <summary>The trainer's name; by default the catalog's first.</summary>
    public string? Trainer { get; init; }

    /// <summary>The dataset's name; by default a generated one that the trainer accepts.</summary>
    public string? Dataset { get; init; }

    /// <summary>Passes over the training part, 1 to <see cref="MaximumEpochs"/>; by default the trainer's.</summary>
    public int? Epochs { get; init; }

    /// <summary>Where all randomness comes from; by default drawn anew and kept with the job.</summary>
    public long? Seed { get; init; }

    /// <summary>Values by name; the trainer's default for those left out.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Hyperparameters { get; init; }

    /// <summary>The most epochs a job can be asked for.</summary>
    public const int MaximumEpochs = 1_000_000;

    /// <summary>Seeds reach this far on both sides of 0: what JavaScript holds exactly.</summary>
    public const long MaximumSeed = (1L << 53) - 1;

    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaximumNameLength = 120;
}
