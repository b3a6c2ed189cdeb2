namespace TrainingDashboard.Training.Data;

/// <summary>The shape of one sample, channels first. A table's row is 1 × 1 × columns.</summary>
/// <param name="Channels">Colour planes; 1 for grey images and tables.</param>
/// <param name="Height">Rows of pixels; 1 for tables.</param>
/// <param name="Width">Columns of pixels, or of a prepared table.</param>
public readonly record struct SampleShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers in one sample.</summary>
    public int Size => Channels * Height * Width;
}

/// <summary>
/// A dataset made ready for a loop: finite numbers only, features scaled by what the training part shows, and every
/// row in exactly one of the parts.
/// </summary>
public sealed class TrainingData
{
    /// <summary>The shape of one sample.</summary>
    public required SampleShape Shape { get; init; }

    /// <summary>Samples one after another: <c>Count × Shape.Size</c> numbers, channels, then rows, then columns.</summary>
    public required float[] Features { get; init; }

    /// <summary>Class of each sample, 0 to <c>ClassNames.Count - 1</c>; empty for regression.</summary>
    public required int[] Labels { get; init; }

    /// <summary>
    /// Target of each sample for regression, standardised by the training part's mean and deviation; empty for classification.
    /// </summary>
    public required float[] Targets { get; init; }

    /// <summary>Class names in label order; empty for regression.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Samples to learn from, ascending.</summary>
    public required int[] TrainRows { get; init; }

    /// <summary>Samples to judge by, ascending; never learnt from, never used to fit a scale.</summary>
    public required int[] ValidationRows { get; init; }

    /// <summary>Samples kept for testing, ascending; never learnt from, never used to fit a scale. Empty where there are none.</summary>
    public int[] TestRows { get; init; } = [];

    /// <summary>How a target was standardised; null for classification.</summary>
    public Scale? TargetScale { get; init; }

    /// <summary>Makes samples of what people type or drop; null where that is not possible.</summary>
    public ISampleEncoder? Encoder { get; init; }

    /// <summary>Whether samples have classes (else they have numeric targets).</summary>
    public bool IsClassification => ClassNames.Count > 0;

    /// <summary>Samples in all.</summary>
    public int Count => Features.Length / Shape.Size;

    /// <summary>The numbers of one sample.</summary>
    public ReadOnlySpan<float> Sample(int row) => Features.AsSpan(row * Shape.Size, Shape.Size);
}
