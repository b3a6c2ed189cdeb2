using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Optimizers;
using TrainingDashboard.Training.Trainers.Parallelism;
using TrainingDashboard.Training.Trainers.Schedules;
using TrainingDashboard.Training.Trainers.Supervised;

namespace TrainingDashboard.Training.Trainers.Cnn;

/// <summary>Trains a small convolutional network to tell classes of images apart.</summary>
public sealed class CnnTrainer : ITrainer
{
    /// <inheritdoc/>
    public TrainerDescription Description { get; } = new(
        "cnn",
        "Convolutional network",
        "Learns to tell classes of images apart with two convolutions and a fully connected layer.",
        [DatasetKind.Images],
        DefaultEpochs: 5,
        SupervisedSettings.With(learningRate: 0.002, batchSize: 64, CnnLayers.Declarations));

    /// <inheritdoc/>
    /// <exception cref="Jobs.InvalidInputException">The dataset has no classes, or images that are too small.</exception>
    public void Train(TrainingContext context)
    {
        // the data, split and scaled
        var settings = context.Hyperparameters;
        var data = CnnLayers.Prepare(Description, context);
        var loss = new SoftmaxCrossEntropy(data.ClassNames);

        // the network and what moves it; both are kept in checkpoints
        using var team = new ThreadTeam(context.Threads);
        var network = new ParallelNetwork(
            team, () => CnnLayers.Create(settings, data.Shape, loss.Outputs), loss, context.Seed);
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
                var accuracy = (double)score.Correct / rows.Length;
                context.Report(new StepReport(score.Loss / rows.Length, accuracy, rate, norm, rows.Length));
            }

            // judge by the samples held out
            Evaluation.Validate(context, network, loss, data);
        }

        // judge once by the samples kept for testing
        Evaluation.Test(context, network, loss, data);
    }
}
