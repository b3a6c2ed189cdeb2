namespace TrainingDashboard.Training.Metrics;

/// <summary>What some points in a row, in order of step, have in common.</summary>
/// <param name="FirstStep">Step of the first.</param>
/// <param name="Step">Step of the last.</param>
/// <param name="Time">Wall time of the last, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Minimum">Smallest value that is a number, infinities included; NaN if none is.</param>
/// <param name="Maximum">Largest value that is a number, infinities included; NaN if none is.</param>
/// <param name="Last">Value of the last, whatever it is.</param>
/// <param name="Mean">Mean of the finite values; NaN if there are none.</param>
/// <param name="Count">How many points.</param>
/// <param name="Finite">How many of them are finite.</param>
/// <param name="NaNs">How many of them are NaN.</param>
public readonly record struct SeriesBucket(
    long FirstStep, long Step, long Time, double Minimum, double Maximum, double Last, double Mean, long Count, long Finite, long NaNs)
{
    /// <summary>A bucket of one point.</summary>
    public static SeriesBucket Of(long step, long time, double value) => double.IsFinite(value)
        ? new(step, step, time, value, value, value, value, 1, 1, 0)
        : new(step, step, time, value, value, value, double.NaN, 1, 0, double.IsNaN(value) ? 1 : 0);

    /// <summary>A bucket of some points, at least one, steps not falling.</summary>
    public static SeriesBucket Of(ReadOnlySpan<long> steps, ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        var minimum = double.PositiveInfinity;
        var maximum = double.NegativeInfinity;
        var sum = 0.0;
        foreach (var value in values)
        {
            // Comparisons with NaN are false, and a sum of finite values alone is finite nearly always.
            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
            sum += value;
        }

        return double.IsFinite(sum)
            ? new(steps[0], steps[^1], times[^1], minimum, maximum, values[^1], sum / values.Length, values.Length, values.Length, 0)
            : OfOdd(steps, times, values);
    }

    /// <summary>This and the points after it.</summary>
    public SeriesBucket With(in SeriesBucket next)
    {
        var finite = Finite + next.Finite;
        return new(
            FirstStep,
            next.Step,
            next.Time,
            double.MinNumber(Minimum, next.Minimum),
            double.MaxNumber(Maximum, next.Maximum),
            next.Last,
            Finite == 0 ? next.Mean : next.Finite == 0 ? Mean : (Mean * ((double)Finite / finite)) + (next.Mean * ((double)next.Finite / finite)),
            Count + next.Count,
            finite,
            NaNs + next.NaNs);
    }

    private static SeriesBucket OfOdd(ReadOnlySpan<long> steps, ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        var bucket = Of(steps[0], times[0], values[0]);
        for (var i = 1; i < values.Length; i++)
            bucket = bucket.With(Of(steps[i], times[i], values[i]));
        return bucket;
    }
}
