using System.Globalization;
using TorchSharp;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Supervised;
using TrainingDashboard.Training.Trainers.Torch.Supervised;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace TrainingDashboard.Training.Trainers.Torch.Cnn;

/// <summary>Trains a small convolutional network with TorchSharp, on the processor or on a graphics processor.</summary>
public sealed class TorchCnnTrainer : ITrainer
{
    /// <inheritdoc/>
    public TrainerDescription Description { get; } = new(
        "torch-cnn",
        "Convolutional network (TorchSharp)",
        "Learns to tell classes of images apart with two convolutions and a dense layer, computed by libtorch.",
        [DatasetKind.Images],
        DefaultEpochs: 8,
        SupervisedSettings.With(learningRate: 0.002, batchSize: 64, [LibTorch.DeviceDeclaration, .. CnnLayers.Declarations]));

    /// <inheritdoc/>
    /// <exception cref="Jobs.InvalidInputException">The dataset has no classes, or images that are too small, or the device is not there.</exception>
    public void Train(TrainingContext context)
    {
        var data = CnnLayers.Prepare(Description, context);
        var loss = new SoftmaxCrossEntropy(data.ClassNames);
        SupervisedLoop.Run(context, data, loss, () => Network(context.Hyperparameters, data.Shape, loss.Outputs));
    }

    // Twice convolution, pooling and ReLU, then a dense layer with dropout, then one to the classes.
    private static Module Network(HyperparameterValues settings, SampleShape shape, int outputs)
    {
        var kernel = int.Parse(settings.Choice("kernelSize"), CultureInfo.InvariantCulture);
        var (first, second, units) = (settings.Integer("firstFilters"), settings.Integer("secondFilters"), settings.Integer("denseUnits"));
        var size = second * (shape.Height / 2 / 2) * (shape.Width / 2 / 2);
        return torch.nn.Sequential(
            ("convolution1", torch.nn.Conv2d(shape.Channels, first, kernel, 1, kernel / 2)),
            ("pool1", torch.nn.MaxPool2d(2)),
            ("relu1", torch.nn.ReLU()),
            ("convolution2", torch.nn.Conv2d(first, second, kernel, 1, kernel / 2)),
            ("pool2", torch.nn.MaxPool2d(2)),
            ("relu2", torch.nn.ReLU()),
            ("flatten", torch.nn.Flatten()),
            ("dense1", torch.nn.Linear(size, units)),
            ("relu3", torch.nn.ReLU()),
            ("dropout", new LiveDropout(settings)),
            ("dense2", torch.nn.Linear(units, outputs)));
    }
}
