using System.Text.Json;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Tests.Trainers;

public sealed class HyperparameterValuesTests
{
    private static readonly IReadOnlyList<Hyperparameter> s_declared = new MlpTrainer().Description.Hyperparameters;

    [Fact]
    public void Resolve_OfNothing_GivesEveryDefault()
    {
        var values = Resolve("{}");
        Assert.Equal(0.01, values.Real("learningRate"));
        Assert.Equal(16, values.Integer("batchSize"));
        Assert.Equal("adam", values.Choice("optimizer"));
        Assert.False(values.Toggle("nesterov"));
        Assert.Equal([64, 64], values.Integers("hiddenLayers"));
    }

    [Fact]
    public void Resolve_OfManyFaults_ListsThemAll()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Resolve(
            """
            {"learningRate": -1, "batchSize": 1.5, "optimizer": "Adam", "nesterov": 1, "hiddenLayers": [64, 0],
             "dropout": "half", "lerningRate": 0.1, "validationFraction": 1e999}
            """));
        Assert.Equal(
            [
                "hyperparameters.batchSize", "hyperparameters.dropout", "hyperparameters.hiddenLayers",
                "hyperparameters.learningRate", "hyperparameters.lerningRate", "hyperparameters.nesterov",
                "hyperparameters.optimizer", "hyperparameters.validationFraction",
            ],
            refusal.Errors.Select(e => e.Field).Order(StringComparer.Ordinal));
        Assert.Contains("learningRate", refusal.Errors.Single(e => e.Field.EndsWith("lerningRate", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_OfValues_ResolvesToTheSame()
    {
        var values = Resolve("""{"learningRate": 0.125, "hiddenLayers": [], "optimizer": "sgd", "nesterov": true}""");
        var again = HyperparameterValues.Resolve(s_declared, values.ToJson());
        Assert.Equal(JsonSerializer.Serialize(values.ToJson()), JsonSerializer.Serialize(again.ToJson()));
        Assert.Equal(s_declared.Count, again.ToJson().Count);
    }

    [Fact]
    public void Value_OfAnotherKind_IsNotFound()
    {
        Assert.Throws<KeyNotFoundException>(() => Resolve("{}").Integer("learningRate"));
        Assert.Throws<KeyNotFoundException>(() => Resolve("{}").Real("no such"));
    }

    [Fact]
    public void Declarations_OfEveryBuiltInTrainer_AreWhole()
    {
        foreach (var trainer in BuiltInTrainers.All)
        {
            var declared = trainer.Description.Hyperparameters;
            Assert.Equal(declared.Count, declared.Select(d => d.Name).Distinct().Count());
            Assert.All(declared, d => Assert.Matches("^[a-z][a-zA-Z0-9]*$", d.Name));
            Assert.All(declared, d => Assert.EndsWith(".", d.Help, StringComparison.Ordinal));

            // every default is in its own range
            var defaults = HyperparameterValues.Resolve(declared, new Dictionary<string, JsonElement>());
            HyperparameterValues.Resolve(declared, defaults.ToJson());
        }
    }

    private static HyperparameterValues Resolve(string json)
        => HyperparameterValues.Resolve(s_declared, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!);
}
