namespace TrainingDashboard.Training.Data;

/// <summary>A dataset in memory, as read: nothing scaled, nothing split but what is kept for testing.</summary>
public abstract class Dataset
{
    /// <summary>What its samples are.</summary>
    public abstract DatasetKind Kind { get; }

    /// <summary>Samples kept for testing, ascending: never learnt from, never used to fit a scale, never held out for validation.</summary>
    public int[] TestRows { get; internal set; } = [];

    /// <summary>
    /// Splits and scales. The split depends on nothing but the rows and <paramref name="seed"/>; scales are fitted on
    /// the training part only; classes keep their proportions in both parts.
    /// </summary>
    /// <param name="validationFraction">Part held out of what is not kept for testing, above 0 and below 1; at least one row stays in each part.</param>
    /// <param name="seed">The job's seed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="validationFraction"/> is not between 0 and 1.</exception>
    public abstract TrainingData Prepare(double validationFraction, long seed);

    /// <summary>Chooses samples for testing: always the same of the same dataset.</summary>
    /// <param name="fraction">Part of the samples, above 0 and below 1.</param>
    internal virtual int[] ChooseTestRows(double fraction) => throw new NotSupportedException($"{GetType().Name} has no part for testing.");
}
