using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>A trainer whose loop is what a test says.</summary>
internal sealed class ScriptedTrainer(string name, Action<TrainingContext> loop) : ITrainer
{
    public TrainerDescription Description { get; } = new(
        name, name, "Does what a test says.", [DatasetKind.Table], DefaultEpochs: 1, []);

    public void Train(TrainingContext context) => loop(context);

    /// <summary>A trainer of one epoch with these losses.</summary>
    public static ScriptedTrainer Reporting(string name, params double[] losses) => new(name, context =>
    {
        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches([.. Enumerable.Range(0, losses.Length)], 1))
                context.Report(new StepReport(losses[context.Step], null, 0.1, 1, 1));
        }
    });
}
