namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>
/// Streams of <see cref="RandomSource"/> that a network draws from. Below zero, because those above are the epochs'.
/// </summary>
internal static class RandomStreams
{
    /// <summary>Initial weights.</summary>
    public const long Weights = -1;

    /// <summary>What dropout drops.</summary>
    public const long Noise = -2;
}
