using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Feed;

/// <summary>About how long an event is as JSON, told without encoding it: memory is bounded by it also where nobody reads.</summary>
internal static class EventSize
{
    private const int Envelope = 100;
    private const int Number = 12;

    public static long Of(JobEvent happened) => Envelope + happened switch
    {
        MetricsEvent metrics => metrics.Blocks.Sum(Of),
        LogEvent line => line.Text.Length,
        StatusEvent status => status.Reason?.Length ?? 0,
        ReceiptEvent receipt => Envelope + receipt.Command.Length + (receipt.Reason?.Length ?? 0),
        ConfusionEvent confusion => confusion.Classes.Sum(name => name.Length + 3L) + confusion.Counts.Sum(row => row.Count * (Number / 2L)),
        HyperparameterEvent change => Envelope + change.Values.Count * (Envelope + 4L * Number),
        BreakpointEvent hit => hit.Text.Length,
        _ => 0,
    };

    private static long Of(MetricBlock block) => Envelope + (block.Steps.Count * (block.Series.Count + 2L) * Number);
}
