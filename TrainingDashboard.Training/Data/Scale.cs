namespace TrainingDashboard.Training.Data;

/// <summary>Standardisation of one column: subtract the mean, divide by the deviation.</summary>
/// <param name="Mean">Mean of the training part's present values; 0 if there are none.</param>
/// <param name="Deviation">Their population standard deviation; 1 if they are all equal, so that nothing divides by zero.</param>
public readonly record struct Scale(double Mean, double Deviation)
{
    /// <summary>Fits on some rows of a column, leaving out missing ones.</summary>
    /// <param name="values">The column; NaN is missing.</param>
    /// <param name="rows">The training part.</param>
    public static Scale Fit(ReadOnlySpan<double> values, ReadOnlySpan<int> rows)
    {
        // Two passes, and distances from the first value: the textbook formula loses all digits on a column such as a
        // time stamp, and this way equal values have exactly their own value for mean.
        var (first, sum, count) = (double.NaN, 0.0, 0);
        foreach (var row in rows)
        {
            if (double.IsNaN(values[row]))
                continue;
            if (count++ == 0)
                first = values[row];
            sum += values[row] - first;
        }
        if (count == 0)
            return new Scale(0, 1);

        var mean = first + (sum / count);
        var squares = 0.0;
        foreach (var row in rows)
        {
            var distance = values[row] - mean;
            if (!double.IsNaN(distance))
                squares += distance * distance;
        }
        var deviation = Math.Sqrt(squares / count);
        // A deviation that is only rounding would blow noise up to features.
        return new Scale(mean, deviation > Math.Abs(mean) * 1e-14 ? deviation : 1);
    }

    /// <summary>The standardised value; a missing one becomes the mean, which is 0.</summary>
    public float Apply(double value)
    {
        if (double.IsNaN(value))
            return 0;
        // A held-out value may lie absurdly far from a nearly constant training part.
        return (float)Math.Clamp((value - Mean) / Deviation, -1e30, 1e30);
    }
}
