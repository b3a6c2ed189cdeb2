using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>A column that the jobs table can be sorted by.</summary>
/// <param name="Title">The header.</param>
/// <param name="Key">What the order goes by; null sorts last either way.</param>
/// <param name="IsNumeric">Whether it is set to the right.</param>
/// <param name="DescendingFirst">Whether the first click puts the largest on top.</param>
internal sealed record JobColumn(string Title, Func<JobSummary, IComparable?>? Key, bool IsNumeric = false, bool DescendingFirst = false)
{
    /// <summary>The table's columns from left to right.</summary>
    public static IReadOnlyList<JobColumn> All { get; } =
    [
        new("Job", job => job.Number, DescendingFirst: true),
        new("Status", job => job.Status),
        new("Progress", job => job.Progress, DescendingFirst: true),
        new("Loss", job => Finite(job.Loss), IsNumeric: true),
        new("Curve", null),
        new("Accuracy", job => Finite(job.ValidationAccuracy ?? job.Accuracy), IsNumeric: true, DescendingFirst: true),
        new("Steps/s", job => Finite(job.StepsPerSecond), IsNumeric: true, DescendingFirst: true),
        new("Time left", job => Finite(job.SecondsLeft), IsNumeric: true),
        new("Started", job => job.StartedAt, DescendingFirst: true),
    ];

    /// <summary>The jobs in order.</summary>
    public IEnumerable<JobSummary> Sort(IEnumerable<JobSummary> jobs, bool descending)
    {
        var withKey = jobs.OrderBy(job => Key!(job) is null);
        return (descending ? withKey.ThenByDescending(Key!) : withKey.ThenBy(Key!)).ThenByDescending(job => job.Number);
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
