using System.Numerics.Tensors;

namespace TrainingDashboard.Training.Inspection;

/// <summary>How numbers are spread.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="NotFinite">How many of them are NaN or infinite; everything below leaves them out.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their population standard deviation.</param>
/// <param name="Counts">How many lie in each of equally wide parts from the smallest to the largest; one part where all are equal.</param>
public sealed record Histogram(
    long Count, long NotFinite, double Minimum, double Maximum, double Mean, double Deviation, IReadOnlyList<long> Counts)
{
    /// <summary>The most parts.</summary>
    public const int Parts = 48;

    /// <summary>The histogram of some numbers.</summary>
    public static Histogram Of(ReadOnlySpan<float> values)
    {
        var finite = values;
        if (!float.IsFinite(TensorPrimitives.SumOfSquares(values)))
            finite = Array.FindAll(values.ToArray(), float.IsFinite);
        var notFinite = values.Length - finite.Length;
        if (finite.IsEmpty)
            return new Histogram(values.Length, notFinite, 0, 0, 0, 0, []);

        double least = TensorPrimitives.Min(finite), most = TensorPrimitives.Max(finite);
        double sum = 0, squares = 0;
        foreach (var value in finite)
            sum += value;
        var mean = sum / finite.Length;
        foreach (var value in finite)
            squares += (value - mean) * (value - mean);
        var counts = new long[most > least ? Parts : 1];
        var scale = counts.Length / Math.Max(most - least, double.Epsilon);
        foreach (var value in finite)
            counts[Math.Min(counts.Length - 1, (int)((value - least) * scale))]++;
        return new Histogram(values.Length, notFinite, least, most, mean, Math.Sqrt(squares / finite.Length), counts);
    }
}
