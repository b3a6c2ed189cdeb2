using TorchSharp;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Schedules;
using TrainingDashboard.Training.Trainers.Supervised;
using TrainingDashboard.Training.Trainers.Torch.Optimizers;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace TrainingDashboard.Training.Trainers.Torch.Supervised;

/// <summary>The loop of the trainers that learn samples' classes or targets.</summary>
internal static class SupervisedLoop
{
    /// <summary>Runs it.</summary>
    /// <param name="context">The job.</param>
    /// <param name="data">The dataset, prepared.</param>
    /// <param name="loss">What the network's outputs are held against; its outputs are the network's.</param>
    /// <param name="make">Makes the network, which takes samples × channels × height × width.</param>
    public static void Run(TrainingContext context, TrainingData data, ILoss loss, Func<Module> make)
    {
        // the network and what moves it; both are kept in checkpoints
        var settings = context.Hyperparameters;
        var device = LibTorch.Begin(context);
        using var network = new TorchNetwork(make, device, context.Seed);
        using var learner = new TorchSupervisedNetwork(network, data, device);
        using var optimizer = ITorchOptimizer.Create(settings, network, device);
        context.Keep("network", network);
        context.Keep("optimizer", optimizer);
        context.Show(new NetworkView(learner, loss, data));
        context.Log($"{network.ParameterCount} parameters, {data.TrainRows.Length} training and {data.ValidationRows.Length} validation samples.");

        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches(data.TrainRows, settings.Integer("batchSize")))
            {
                // forward and backward; nothing of libtorch's outlives the step
                using var scope = torch.NewDisposeScope();
                var score = learner.Learn(rows);

                // clip the gradient and step along it, unless it would break the weights
                var norm = network.Clip(settings.Real("gradientClip"));
                var rate = ScheduleSettings.RateOf(context);
                if (context.IsSound(score.Loss, norm))
                    optimizer.Step(settings, rate);

                // report
                double? accuracy = data.IsClassification ? (double)score.Correct / rows.Length : null;
                context.Report(new StepReport(score.Loss / rows.Length, accuracy, rate, norm, rows.Length));
            }

            // judge by the samples held out
            Evaluation.Validate(context, learner, loss, data);
        }

        // judge once by the samples kept for testing
        Evaluation.Test(context, learner, loss, data);
    }
}
