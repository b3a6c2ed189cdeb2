namespace TrainingDashboard.Benchmarks.Storage;

/// <summary>The peers' way to few points: from all of them, each time anew.</summary>
internal static class Lttb
{
    /// <summary>
    /// Largest Triangle Three Buckets (Steinarsson 2013): of each bucket the point that makes the largest triangle with
    /// the one chosen before and the mean of the next bucket.
    /// </summary>
    /// <returns>Places of the chosen points.</returns>
    public static int[] Choose(ReadOnlySpan<long> steps, ReadOnlySpan<double> values, int points)
    {
        var chosen = new int[points];
        var size = (double)(steps.Length - 2) / (points - 2);
        for (var bucket = 0; bucket < points - 2; bucket++)
        {
            var (from, to) = ((int)(bucket * size) + 1, (int)((bucket + 1) * size) + 1);
            var end = Math.Min((int)((bucket + 2) * size) + 1, steps.Length);
            double meanStep = 0, meanValue = 0;
            for (var i = to; i < end; i++)
                (meanStep, meanValue) = (meanStep + steps[i], meanValue + values[i]);
            (meanStep, meanValue) = (meanStep / (end - to), meanValue / (end - to));

            var last = chosen[bucket];
            var largest = -1.0;
            for (var i = from; i < to; i++)
            {
                var area = Math.Abs(((steps[last] - meanStep) * (values[i] - values[last])) - ((double)(steps[last] - steps[i]) * (meanValue - values[last])));
                if (area > largest)
                    (largest, chosen[bucket + 1]) = (area, i);
            }
        }

        chosen[^1] = steps.Length - 1;
        return chosen;
    }

    /// <summary>The smallest and the largest value of each of so many buckets.</summary>
    public static (double Minimum, double Maximum)[] Extremes(ReadOnlySpan<double> values, int buckets)
    {
        var extremes = new (double, double)[buckets];
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var part = values[(int)((long)values.Length * bucket / buckets)..(int)((long)values.Length * (bucket + 1) / buckets)];
            extremes[bucket] = (System.Numerics.Tensors.TensorPrimitives.Min(part), System.Numerics.Tensors.TensorPrimitives.Max(part));
        }

        return extremes;
    }
}
