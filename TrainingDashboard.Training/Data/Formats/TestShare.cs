namespace TrainingDashboard.Training.Data.Formats;

/// <summary>The part of a dataset that is kept for testing.</summary>
internal static class TestShare
{
    /// <summary>How many samples of a dataset a fraction is.</summary>
    public static int Count(int samples, double fraction) =>
        fraction > 0 && samples > 2 ? Math.Clamp((int)Math.Round(samples * fraction), 1, samples - 1) : 0;

    /// <summary>Tells the samples for testing apart from the others, unless a file of their own has done so.</summary>
    public static Dataset Apply(Dataset dataset, double fraction)
    {
        if (fraction > 0 && dataset.TestRows.Length == 0)
            dataset.TestRows = dataset.ChooseTestRows(fraction);
        return dataset;
    }
}
