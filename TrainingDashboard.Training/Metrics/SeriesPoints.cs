namespace TrainingDashboard.Training.Metrics;

/// <summary>Points of one series as columns of equal length, steps not falling.</summary>
/// <param name="Steps">Their steps.</param>
/// <param name="Times">Their wall times, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Values">Their values.</param>
internal sealed record SeriesPoints(ReadOnlyMemory<long> Steps, ReadOnlyMemory<long> Times, ReadOnlyMemory<double> Values)
{
    public int Count => Steps.Length;

    public SeriesPoints Slice(int start, int length)
        => new(Steps.Slice(start, length), Times.Slice(start, length), Values.Slice(start, length));

    /// <summary>These and those after them.</summary>
    public SeriesPoints Concat(SeriesPoints next) => Count == 0 ? next : new(
        (long[])[.. Steps.Span, .. next.Steps.Span],
        (long[])[.. Times.Span, .. next.Times.Span],
        (double[])[.. Values.Span, .. next.Values.Span]);

    /// <summary>All of them in one.</summary>
    public SeriesBucket ToBucket() => SeriesBucket.Of(Steps.Span, Times.Span, Values.Span);

    /// <summary>How many come before the first whose step is at least <paramref name="step"/>.</summary>
    public int Before(long step) => SortedSteps.Before(Steps.Span, step);
}

/// <summary>Searching in steps that do not fall.</summary>
internal static class SortedSteps
{
    /// <summary>How many come before the first that is at least <paramref name="step"/>.</summary>
    public static int Before(ReadOnlySpan<long> steps, long step)
    {
        var (from, to) = (0, steps.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (steps[middle] < step)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    public static bool Holds(ReadOnlySpan<long> steps)
    {
        for (var i = 1; i < steps.Length; i++)
        {
            if (steps[i] < steps[i - 1])
                return false;
        }

        return true;
    }
}
