using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>
/// A trainer of about a thousand steps a second, each with several points, and a line of the log with every tenth, until
/// the job is stopped. It counts what it has reported.
/// </summary>
internal sealed class BusyTrainer : ITrainer
{
    private static readonly string s_padding = new('.', 1_500);
    private readonly DateTimeOffset _made = TimeProvider.System.GetUtcNow();
    private long _steps;

    public TrainerDescription Description { get; } = new("busy", "Busy", "Reports without rest.", [DatasetKind.Table], DefaultEpochs: 1, []);

    /// <summary>Steps reported.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Age of the trainer in seconds.</summary>
    public double Seconds => (TimeProvider.System.GetUtcNow() - _made).TotalSeconds;

    public void Train(TrainingContext context)
    {
        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches([.. Enumerable.Range(0, 1_000_000)], 1))
            {
                context.Report(new StepReport(rows.Span[0], 0.5, 0.1, 1, 1));
                if (Interlocked.Increment(ref _steps) % 10 == 0)
                {
                    context.Log($"Step {context.Step} ✓ {s_padding}");
                    // Together with the coarse clock of a sleep about a thousand a second.
                    Thread.Sleep(8);
                }
            }
        }
    }
}
