using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>Questions to a list of events.</summary>
internal static class JobEvents
{
    public static IReadOnlyList<JobStatus> Statuses(this IEnumerable<JobEvent> events)
        => [.. events.OfType<StatusEvent>().Select(e => e.Status)];

    /// <summary>The points of a series in the order they came.</summary>
    public static IReadOnlyList<(long Step, double Value)> Points(this IEnumerable<JobEvent> events, string series = "loss")
        => [.. events.OfType<MetricsEvent>().SelectMany(e => e.Blocks).Where(b => b.Series.ContainsKey(series))
            .SelectMany(b => b.Steps.Zip(b.Series[series]))];

    /// <summary>Fails unless the numbers go up by one from <paramref name="first"/>.</summary>
    public static void AreGapFree(this IEnumerable<JobEvent> events, long first = 1)
        => Assert.Equal(Enumerable.Range(0, events.Count()).Select(i => first + i), events.Select(e => e.Seq));
}
