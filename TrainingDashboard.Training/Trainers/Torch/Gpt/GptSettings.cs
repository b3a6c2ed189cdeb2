using TrainingDashboard.Training.Trainers.Supervised;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>The hyperparameters of a character-level transformer.</summary>
internal static class GptSettings
{
    private const string Network = "Network";
    private const string Sample = "Sample";

    /// <summary>What the trainer declares.</summary>
    public static IReadOnlyList<Hyperparameter> Declarations { get; } =
    [
        .. SupervisedSettings.With(
            learningRate: 0.002,
            batchSize: 32,
            LibTorch.DeviceDeclaration,
            new IntegerHyperparameter(
                "contextLength", "Context length", "Characters that the model looks back on.", 64, 8, 1024)
            { Group = Network },
            new IntegerHyperparameter(
                "layers", "Layers", "Transformer blocks, one after another.", 4, 1, 24)
            { Group = Network },
            new IntegerHyperparameter(
                "heads", "Heads", "Attention heads of a block; they share its width, which they must divide.", 4, 1, 32)
            { Group = Network },
            new IntegerHyperparameter(
                "width", "Width", "Numbers that stand for a character inside the model.", 128, 16, 2048)
            { Group = Network },
            new RealHyperparameter(
                "dropout", "Dropout", "Probability that a number inside a block is left out while learning.", 0, 0, 0.95)
            { Group = Network, Editable = Editable.Now },
            new IntegerHyperparameter(
                "sampleLength", "Sample length", "Characters that the model writes into the log after each epoch; 0 for none.", 400, 0, 10_000)
            { Group = Sample, Editable = Editable.Now },
            new RealHyperparameter(
                "temperature", "Temperature", "How daring the sample is: below 1 keeps to what is likely.", 0.8, 0.05, 5)
            { Group = Sample, Editable = Editable.Now })
            .Select(WithDefault),
    ];

    // What has been found to suit transformers (Radford et al., 2019, and what was made after it).
    private static Hyperparameter WithDefault(Hyperparameter declared) => declared switch
    {
        ChoiceHyperparameter { Name: "optimizer" } choice => choice with { Default = "adamw" },
        RealHyperparameter { Name: "beta2" } real => real with { Default = 0.99 },
        RealHyperparameter { Name: "weightDecay" } real => real with { Default = 0.1 },
        RealHyperparameter { Name: "gradientClip" } real => real with { Default = 1 },
        RealHyperparameter { Name: "validationFraction" } real => real with { Default = 0.1 },
        IntegerHyperparameter { Name: "warmupSteps" } integer => integer with { Default = 100 },
        _ => declared,
    };
}
