using TrainingDashboard.Training.Trainers.Networks;

namespace TrainingDashboard.Training.Trainers.Mlp;

/// <summary>The hyperparameters that shape a multi-layer perceptron, and its layers.</summary>
internal static class MlpLayers
{
    private const string Group = "Network";

    /// <summary>What the trainer declares.</summary>
    public static IReadOnlyList<Hyperparameter> Declarations { get; } =
    [
        new IntegersHyperparameter(
            "hiddenLayers", "Hidden layers", "Units of each hidden layer, first to last; none makes a linear model.", [64, 64], 1, 4096, 8)
        { Group = Group },
        new ChoiceHyperparameter(
            "activation", "Activation", "What bends the output of each hidden layer.", "relu", ["relu", "tanh", "gelu"])
        { Group = Group },
        new RealHyperparameter(
            "dropout", "Dropout", "Probability that a hidden unit is silent for a sample while learning.", 0, 0, 0.95)
        { Group = Group, Editable = Editable.Now },
    ];

    /// <summary>Dense, activation and dropout for each hidden layer, then a dense layer to the outputs.</summary>
    public static Layer[] Create(HyperparameterValues values, int inputs, int outputs)
    {
        var layers = new List<Layer>();
        var activation = values.Choice("activation");
        foreach (var units in values.Integers("hiddenLayers"))
        {
            layers.Add(new DenseLayer(inputs, units, gain: activation == "tanh" ? 1 : Math.Sqrt(2)));
            layers.Add(activation switch
            {
                "tanh" => new TanhLayer(units),
                "gelu" => new GeluLayer(units),
                _ => new ReluLayer(units),
            });
            layers.Add(new DropoutLayer(units, values));
            inputs = units;
        }

        layers.Add(new DenseLayer(inputs, outputs, gain: 1));
        return [.. layers];
    }
}
