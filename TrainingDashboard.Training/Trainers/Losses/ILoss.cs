using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers.Losses;

/// <summary>What a network's outputs are held against.</summary>
internal interface ILoss
{
    /// <summary>Outputs that the network must have for each sample.</summary>
    int Outputs { get; }

    /// <summary>Scores outputs, and sets the gradient of the summed loss times <paramref name="scale"/>.</summary>
    /// <param name="data">Where the truth is.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="outputs">rows × <see cref="Outputs"/>.</param>
    /// <param name="scale">1 / mini-batch size, so that slices of a mini-batch add up to the mean loss's gradient.</param>
    /// <param name="gradient">rows × <see cref="Outputs"/>.</param>
    BatchScore Learn(
        TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<float> outputs, float scale, Span<float> gradient);

    /// <summary>Scores outputs for a validation report.</summary>
    /// <param name="data">Where the truth is.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="outputs">rows × <see cref="Outputs"/>.</param>
    ValidationReport Judge(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<float> outputs);

    /// <summary>Turns one sample's outputs into what they mean: probabilities of the classes, or the number itself.</summary>
    /// <param name="outputs">As many as <see cref="Outputs"/>.</param>
    void ToPrediction(Span<float> outputs);
}

/// <summary>Sums over some samples.</summary>
/// <param name="Loss">Summed loss.</param>
/// <param name="Correct">Samples classified right; 0 where it means nothing.</param>
internal readonly record struct BatchScore(double Loss, int Correct)
{
    /// <summary>The sums over both.</summary>
    public static BatchScore operator +(BatchScore a, BatchScore b) => new(a.Loss + b.Loss, a.Correct + b.Correct);
}
