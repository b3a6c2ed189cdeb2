using TorchSharp;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Mlp;
using TrainingDashboard.Training.Trainers.Supervised;
using TrainingDashboard.Training.Trainers.Torch.Supervised;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace TrainingDashboard.Training.Trainers.Torch.Mlp;

/// <summary>Trains a multi-layer perceptron with TorchSharp, on the processor or on a graphics processor.</summary>
public sealed class TorchMlpTrainer : ITrainer
{
    /// <inheritdoc/>
    public TrainerDescription Description { get; } = new(
        "torch-mlp",
        "Multi-layer perceptron (TorchSharp)",
        "Learns classes or a number from a table or from images, computed by libtorch.",
        [DatasetKind.Table, DatasetKind.Images],
        DefaultEpochs: 40,
        SupervisedSettings.With(learningRate: 0.01, batchSize: 16, [LibTorch.DeviceDeclaration, .. MlpLayers.Declarations]));

    /// <inheritdoc/>
    /// <exception cref="Jobs.InvalidInputException">The dataset is of a kind that an MLP cannot use, or the device is not there.</exception>
    public void Train(TrainingContext context)
    {
        Requirements.Kind(Description, context.Dataset);
        var settings = context.Hyperparameters;
        var data = context.Dataset.Prepare(settings.Real("validationFraction"), context.Seed);
        ILoss loss = data.IsClassification ? new SoftmaxCrossEntropy(data.ClassNames) : new MeanSquaredError();
        SupervisedLoop.Run(context, data, loss, () => Network(settings, data.Shape.Size, loss.Outputs));
    }

    // Dense, activation and dropout for each hidden layer, then a dense layer to the outputs.
    private static Module Network(HyperparameterValues settings, int inputs, int outputs)
    {
        var layers = new List<(string, Module)> { ("flatten", torch.nn.Flatten()) };
        var number = 0;
        foreach (var units in settings.Integers("hiddenLayers"))
        {
            layers.Add(($"dense{++number}", torch.nn.Linear(inputs, units)));
            layers.Add(($"activation{number}", settings.Choice("activation") switch
            {
                "tanh" => torch.nn.Tanh(),
                "gelu" => torch.nn.GELU(),
                _ => torch.nn.ReLU(),
            }));
            layers.Add(($"dropout{number}", new LiveDropout(settings)));
            inputs = units;
        }

        layers.Add(($"dense{++number}", torch.nn.Linear(inputs, outputs)));
        return torch.nn.Sequential(layers);
    }
}
