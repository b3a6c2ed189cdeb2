namespace TrainingDashboard.Benchmarks.Load;

/// <summary>Counts latencies in steps of a tenth of a millisecond up to ten seconds. </summary>
internal sealed class Latencies
{
    private const double StepMilliseconds = 0.1;
    private readonly long[] _counts = new long[100_000];

    public void Add(long nanoseconds)
    {
        var step = Math.Clamp((long)(nanoseconds / (1e6 * StepMilliseconds)), 0, _counts.Length - 1);
        _counts[step]++;
    }

    /// <summary>The latency that a share of all stays within, in milliseconds; NaN when there is none.</summary>
    public double Percentile(double share)
    {
        var total = _counts.Sum();
        var wanted = (long)Math.Ceiling(total * share);
        long seen = 0;
        for (var i = 0; i < _counts.Length && total > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
                return (i + 1) * StepMilliseconds;
        }

        return double.NaN;
    }
}
