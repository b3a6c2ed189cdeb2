using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Web.Api;

/// <summary>A window of a series as columns of equal length, steps not falling.</summary>
/// <param name="Name">Which series.</param>
/// <param name="Total">Points of the whole series.</param>
/// <param name="Points">Points in the window, of which the columns have as many as fit; extremes are kept.</param>
/// <param name="Exact">Whether the columns are the points themselves, one by one.</param>
/// <param name="Steps">Step of each bucket's last point.</param>
/// <param name="Times">Wall time of each bucket's last point, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Min">Smallest number in each bucket.</param>
/// <param name="Max">Largest number in each bucket.</param>
/// <param name="Last">Last value of each bucket.</param>
/// <param name="Mean">Mean of each bucket's finite values.</param>
/// <param name="Count">Points in each bucket.</param>
/// <param name="Nan">How many of them are NaN.</param>
/// <param name="NotFinite">How many of them are NaN or infinite.</param>
internal sealed record SeriesColumns(
    string Name,
    long Total,
    long Points,
    bool Exact,
    IReadOnlyList<long> Steps,
    IReadOnlyList<long> Times,
    IReadOnlyList<double> Min,
    IReadOnlyList<double> Max,
    IReadOnlyList<double> Last,
    IReadOnlyList<double> Mean,
    IReadOnlyList<long> Count,
    IReadOnlyList<long> Nan,
    IReadOnlyList<long> NotFinite)
{
    public static SeriesColumns Of(SeriesWindow window) => new(
        window.Name,
        window.Total,
        window.Points,
        window.PointsInBucket == 1,
        [.. window.Buckets.Select(b => b.Step)],
        [.. window.Buckets.Select(b => b.Time)],
        [.. window.Buckets.Select(b => b.Minimum)],
        [.. window.Buckets.Select(b => b.Maximum)],
        [.. window.Buckets.Select(b => b.Last)],
        [.. window.Buckets.Select(b => b.Mean)],
        [.. window.Buckets.Select(b => b.Count)],
        [.. window.Buckets.Select(b => b.NaNs)],
        [.. window.Buckets.Select(b => b.Count - b.Finite)]);
}
