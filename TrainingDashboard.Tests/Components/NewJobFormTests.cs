using System.Text.Json;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Components.NewJob;

namespace TrainingDashboard.Tests.Components;

public sealed class NewJobFormTests
{
    private static readonly TrainerDescription s_trainer = new("t", "T", "Trains.", [DatasetKind.Table], DefaultEpochs: 7,
    [
        new RealHyperparameter("rate", "Rate", "How fast.", Default: 1e-5, Minimum: 0, Maximum: 1),
        new IntegerHyperparameter("batch", "Batch", "How many.", Default: 32, Minimum: 1, Maximum: 64),
        new ChoiceHyperparameter("way", "Way", "Which.", Default: "a", Choices: ["a", "b"]),
        new ToggleHyperparameter("on", "On", "Whether.", Default: true),
        new IntegersHyperparameter("layers", "Layers", "Widths.", Default: [64, 32], Minimum: 1, Maximum: 100, MaximumCount: 3),
    ]);

    [Fact]
    public void ToRequest_Untouched_ResolvesToTheDefaults()
    {
        var values = HyperparameterValues.Resolve(s_trainer.Hyperparameters, new NewJobForm(s_trainer).ToRequest().Hyperparameters!);

        Assert.Equal(1e-5, values.Real("rate"));
        Assert.Equal(32, values.Integer("batch"));
        Assert.Equal("a", values.Choice("way"));
        Assert.True(values.Toggle("on"));
        Assert.Equal([64, 32], values.Integers("layers"));
    }

    [Fact]
    public void ToRequest_TextsThatAreNoNumbers_AreNamedByTheOneCheck()
    {
        var form = new NewJobForm(s_trainer);
        form.Values["rate"] = "fast";
        form.Values["batch"] = "3.5";
        form.Values["layers"] = "64, wide";

        var refused = Assert.Throws<InvalidInputException>(
            () => HyperparameterValues.Resolve(s_trainer.Hyperparameters, form.ToRequest().Hyperparameters!));

        Assert.Equal(
            ["hyperparameters.rate", "hyperparameters.batch", "hyperparameters.layers"],
            refused.Errors.Select(e => e.Field));
        Assert.Contains("\"fast\"", refused.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AnEarlierJob_AsksForTheSameAgain()
    {
        var hyperparameters = HyperparameterValues.Resolve(s_trainer.Hyperparameters, new Dictionary<string, JsonElement>
        {
            ["rate"] = JsonSerializer.SerializeToElement(0.25),
            ["layers"] = JsonSerializer.SerializeToElement(Array.Empty<int>()),
        }).ToJson();
        var form = new NewJobForm(s_trainer with { Name = "other" });

        form.Take(new JobSpec("again", "t", "iris", 3, 42, hyperparameters), s_trainer);
        var request = form.ToRequest();

        Assert.Equal(("again", "t", "iris", 3, 42L), (request.Name, request.Trainer, request.Dataset, request.Epochs, request.Seed));
        Assert.Equal(0.25, request.Hyperparameters!["rate"].GetDouble());
        Assert.Equal(0, request.Hyperparameters["layers"].GetArrayLength());
    }
}
