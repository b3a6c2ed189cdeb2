using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace Embedding;

/// <summary>Halves a loss at each batch: where a trainer of one's own stands.</summary>
public sealed class HalvingTrainer : ITrainer
{
    public TrainerDescription Description { get; } = new(
        "halving", "Halving", "Halves its loss at each batch.", [DatasetKind.Table], DefaultEpochs: 3, []);

    public void Train(TrainingContext context)
    {
        var data = context.Dataset.Prepare(validationFraction: 0.2, context.Seed);
        foreach (var epoch in context.EpochsToRun())
        {
            foreach (var rows in context.Batches(data.TrainRows, batchSize: 100))
                context.Report(new StepReport(Loss: Math.Pow(0.5, context.Step), Accuracy: null, LearningRate: 1, GradientNorm: 1, rows.Length));
        }
    }
}
