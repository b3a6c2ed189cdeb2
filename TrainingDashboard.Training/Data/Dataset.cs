namespace TrainingDashboard.Training.Data;

/// <summary>A dataset in memory, as read: nothing scaled, nothing split.</summary>
public abstract class Dataset
{
    /// <summary>What its samples are.</summary>
    public abstract DatasetKind Kind { get; }

    /// <summary>
    /// Splits and scales. The split depends on nothing but the rows and <paramref name="seed"/>; scales are fitted on
    /// the training part only; classes keep their proportions in both parts.
    /// </summary>
    /// <param name="validationFraction">Part held out, above 0 and below 1; at least one row stays in each part.</param>
    /// <param name="seed">The job's seed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="validationFraction"/> is not between 0 and 1.</exception>
    public abstract TrainingData Prepare(double validationFraction, long seed);
}
