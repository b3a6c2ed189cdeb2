using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>An event as its row: its job's number and its own in the key, what it is, its body.</summary>
internal static class EventRow
{
    public const int Metrics = 1;
    public const int Status = 2;
    public const int Log = 3;
    public const int Receipt = 4;
    public const int Checkpoint = 5;
    public const int Confusion = 6;
    public const int Hyperparameter = 7;
    public const int Breakpoint = 8;
    public const int Rollback = 9;
    private const int Other = 0;
    private const int SeqBits = 40;

    public static long Key(long number, long seq) => (number << SeqBits) | seq;

    public static long SeqOf(long key) => key & ((1L << SeqBits) - 1);

    public static int KindOf(JobEvent happened) => happened switch
    {
        MetricsEvent => Metrics,
        StatusEvent => Status,
        LogEvent => Log,
        ReceiptEvent => Receipt,
        CheckpointEvent => Checkpoint,
        ConfusionEvent => Confusion,
        HyperparameterEvent => Hyperparameter,
        BreakpointEvent => Breakpoint,
        RollbackEvent => Rollback,
        _ => Other,
    };

    public static byte[] Encode(JobEvent happened) => happened is MetricsEvent metrics
        ? [.. BitConverter.GetBytes(metrics.At), .. MetricBlockFormat.Encode(metrics.Blocks)]
        : JsonSerializer.SerializeToUtf8Bytes(happened, FeedJson.Options);

    /// <summary>The event of a row.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static JobEvent Decode(long key, long kind, byte[] body)
    {
        try
        {
            var happened = kind == Metrics
                ? new MetricsEvent(BitConverter.ToInt64(body), Blocks(body))
                : JsonSerializer.Deserialize<JobEvent>(body, FeedJson.Options)!;
            return happened with { Seq = SeqOf(key) };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"The event {SeqOf(key)} of job #{key >> SeqBits} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The points of a body that holds points.</summary>
    public static IReadOnlyList<MetricBlock> Blocks(byte[] body) => MetricBlockFormat.Decode(body.AsSpan(sizeof(long)));
}
