using TrainingDashboard.Benchmarks.Storage;

namespace TrainingDashboard.Benchmarks.Loop;

/// <summary>What one run's steps cost their loop.</summary>
/// <param name="Mean">Microseconds a step.</param>
/// <param name="P50">Microseconds that half of the steps stay within.</param>
/// <param name="P99">Microseconds that 99 of 100 steps stay within.</param>
internal sealed record LoopCost(double Mean, double P50, double P99)
{
    /// <summary>Steps in the store afterwards.</summary>
    public long Stored { get; init; }

    /// <summary>Steps that the reader got who got the fewest.</summary>
    public long Received { get; init; }

    public static LoopCost Of(IReadOnlyList<double> microseconds)
        => new(microseconds.Average(), TargetTable.Median(microseconds), TargetTable.Percentile(microseconds, 0.99));
}
