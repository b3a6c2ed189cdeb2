using System.Globalization;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Networks;
using TrainingDashboard.Training.Trainers.Supervised;

namespace TrainingDashboard.Training.Trainers.Cnn;

/// <summary>The hyperparameters that shape a small convolutional network, and its layers.</summary>
internal static class CnnLayers
{
    private const string Group = "Network";

    /// <summary>What the trainer declares.</summary>
    public static IReadOnlyList<Hyperparameter> Declarations { get; } =
    [
        new IntegerHyperparameter(
            "firstFilters", "First filters", "Filters of the first convolution.", 16, 1, 256)
        { Group = Group },
        new IntegerHyperparameter(
            "secondFilters", "Second filters", "Filters of the second convolution.", 32, 1, 256)
        { Group = Group },
        new ChoiceHyperparameter(
            "kernelSize", "Kernel size", "Height and width of a filter in pixels.", "3", ["3", "5"])
        { Group = Group },
        new IntegerHyperparameter(
            "denseUnits", "Dense units", "Units of the fully connected layer.", 128, 1, 4096)
        { Group = Group },
        new RealHyperparameter(
            "dropout", "Dropout", "Probability that a unit of the fully connected layer is silent for a sample while learning.", 0.25, 0, 0.95)
        { Group = Group, Editable = Editable.Now },
    ];

    /// <summary>The dataset, split and scaled, if it is one for a network of these layers.</summary>
    /// <exception cref="Jobs.InvalidInputException">It has no classes, or images that are too small.</exception>
    public static TrainingData Prepare(TrainerDescription trainer, TrainingContext context)
    {
        Requirements.Kind(trainer, context.Dataset);
        var data = context.Dataset.Prepare(context.Hyperparameters.Real("validationFraction"), context.Seed);
        Requirements.That(data.IsClassification, $"The trainer '{trainer.Name}' tells classes apart; this dataset has none.");
        Requirements.That(
            data.Shape is { Height: >= 4, Width: >= 4 },
            $"The trainer '{trainer.Name}' needs images of at least 4 × 4 pixels; these have {data.Shape.Width} × {data.Shape.Height}.");
        return data;
    }

    /// <summary>Twice convolution, ReLU and pooling, then a dense layer with dropout, then one to the classes.</summary>
    public static Layer[] Create(HyperparameterValues values, SampleShape shape, int outputs)
    {
        var layers = new List<Layer>();
        var kernel = int.Parse(values.Choice("kernelSize"), CultureInfo.InvariantCulture);
        foreach (var filters in (int[])[values.Integer("firstFilters"), values.Integer("secondFilters")])
        {
            // ReLU and the maximum may change places; this way round ReLU has a quarter of the work
            layers.Add(new ConvolutionLayer(shape, filters, kernel));
            var pool = new MaxPoolLayer(shape with { Channels = filters });
            layers.Add(pool);
            shape = pool.OutputShape;
            layers.Add(new ReluLayer(shape.Size));
        }

        var units = values.Integer("denseUnits");
        layers.Add(new DenseLayer(shape.Size, units, gain: Math.Sqrt(2)));
        layers.Add(new ReluLayer(units));
        layers.Add(new DropoutLayer(units, values));
        layers.Add(new DenseLayer(units, outputs, gain: 1));
        return [.. layers];
    }
}
