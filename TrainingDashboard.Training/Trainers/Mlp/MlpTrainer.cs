using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Optimizers;
using TrainingDashboard.Training.Trainers.Parallelism;
using TrainingDashboard.Training.Trainers.Schedules;
using TrainingDashboard.Training.Trainers.Supervised;

namespace TrainingDashboard.Training.Trainers.Mlp;

/// <summary>Trains a multi-layer perceptron: a classifier or a regressor for tables, a classifier for flattened images.</summary>
public sealed class MlpTrainer : ITrainer
{
    /// <inheritdoc/>
    public TrainerDescription Description { get; } = new(
        "mlp",
        "Multi-layer perceptron",
        "Learns to tell classes apart or to predict a number from the columns of a table or the pixels of an image.",
        [DatasetKind.Table, DatasetKind.Images],
        DefaultEpochs: 40,
        SupervisedSettings.With(learningRate: 0.01, batchSize: 16, MlpLayers.Declarations));

    /// <inheritdoc/>
    /// <exception cref="Jobs.InvalidInputException">The dataset is of a kind that an MLP cannot use.</exception>
    public void Train(TrainingContext context)
    {
        // the data, split and scaled
        Requirements.Kind(Description, context.Dataset);
        var settings = context.Hyperparameters;
        var data = context.Dataset.Prepare(settings.Real("validationFraction"), context.Seed);
        ILoss loss = data.IsClassification ? new SoftmaxCrossEntropy(data.ClassNames) : new MeanSquaredError();

        // the network and what moves it; both are kept in checkpoints
        using var team = new ThreadTeam(context.Threads);
        var network = new ParallelNetwork(
            team, () => MlpLayers.Create(settings, data.Shape.Size, loss.Outputs), loss, context.Seed);
        var optimizer = OptimizerSettings.Create(settings, network.ParameterCount);
        context.Keep("network", network);
        context.Keep("optimizer", optimizer);
        context.Show(new NetworkView(network, loss, data));
        context.Log($"{network.ParameterCount} parameters, {data.TrainRows.Length} training and {data.ValidationRows.Length} validation samples.");

        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches(data.TrainRows, settings.Integer("batchSize")))
            {
                // forward and backward
                var score = network.Learn(data, rows);

                // clip the gradient and step along it, unless it would break the weights
                var norm = network.Clip(settings.Real("gradientClip"));
                var rate = ScheduleSettings.RateOf(context);
                if (context.IsSound(score.Loss, norm))
                    network.Update(optimizer.With(settings), rate);

                // report
                double? accuracy = data.IsClassification ? (double)score.Correct / rows.Length : null;
                context.Report(new StepReport(score.Loss / rows.Length, accuracy, rate, norm, rows.Length));
            }

            // judge by the samples held out
            Evaluation.Validate(context, network, loss, data);
        }

        // judge once by the samples kept for testing
        Evaluation.Test(context, network, loss, data);
    }
}
