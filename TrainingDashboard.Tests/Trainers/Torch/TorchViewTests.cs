using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Inspection;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Torch.Cnn;
using TrainingDashboard.Training.Trainers.Torch.Gpt;

namespace TrainingDashboard.Tests.Trainers.Torch;

/// <summary>What TorchSharp's trainers show of their models.</summary>
[Collection(LibTorchCollection.Name)]
public sealed class TorchViewTests
{
    [Fact]
    public void Cnn_ShowsItsLayersAndJudgesAsTheLoopDid()
    {
        var dataset = SyntheticData.Classes(DatasetKind.Images, new SampleShape(1, 12, 12), 240, 3);
        Look(new TorchCnnTrainer(), dataset, new { denseUnits = 16, dropout = 0.5 }, (view, validation) =>
        {
            var seen = ModelInspector.Look(view, dataset, 8);

            Assert.Equal(["convolution1", "convolution2", "dense1", "dense2"], seen.Layers.Select(layer => layer.Name));
            Assert.Equal([16 * 10, 32 * ((16 * 9) + 1), 16 * ((32 * 9) + 1), 3 * 17], seen.Layers.Select(layer => (int)layer.Parameters.Count));
            Assert.All(seen.Layers, layer => Assert.True(layer.Gradient.Deviation > 0));
            Assert.Equal(validation.Loss, seen.Loss, 5);
            Assert.Equal(validation.Accuracy!.Value, seen.Accuracy!.Value, 10);
        });
    }

    [Fact]
    public void Gpt_ShowsWhatItExpectsAfterAnyCharacter()
    {
        var dataset = Texts.Rhyme();
        Look(new TorchGptTrainer(), dataset, new { contextLength = 32, width = 32, heads = 4, layers = 2, batchSize = 8, learningRate = 0.01, warmupSteps = 10, sampleLength = 0 }, (view, validation) =>
        {
            var seen = ModelInspector.Look(view, dataset, 8);

            // With at least half a context before each it does no worse than where windows begin with nothing.
            Assert.True(seen.Loss <= validation.Loss + 0.02, $"{seen.Loss} {validation.Loss}");
            Assert.Contains(seen.Layers, layer => layer.Name == "blocks.1.attention.project");
            Assert.Equal(24, seen.Worst.Count);
            Assert.All(seen.Worst, sample => Assert.Equal(dataset.Excerpt(sample.Row + 1 - 40, 40), sample.Text));
            Assert.Equal("e", ModelInspector.Predict(view, new SampleInput(null, null, "one two buckle my sho")).Value);
            Assert.Equal("t", ModelInspector.Predict(view, new SampleInput(null, null, seen.Input!.Text![..^1] + "one two buckle my shoe\nthree four knock a")).Value);
        }, epochs: 20);
    }

    [Fact]
    public void Gpt_SaysTheSameOfACharacterHoweverItIsAsked()
    {
        var dataset = Texts.Rhyme();
        Look(new TorchGptTrainer(), dataset, new { contextLength = 16, width = 16, heads = 2, layers = 1, sampleLength = 0 }, (view, _) =>
        {
            // alone, the last of a run that shares its window, and far from the others
            var alone = new float[view.Outputs];
            var together = new float[9 * view.Outputs];
            view.Predict(view.Data, new[] { 107 }, alone);
            view.Predict(view.Data, new[] { 100, 101, 102, 103, 104, 105, 106, 107, 500 }, together);

            Assert.Equal(1, alone.Sum(), 5);
            Assert.All(Enumerable.Range(0, view.Outputs), i => Assert.Equal(alone[i], together[(7 * view.Outputs) + i], 5));
        }, epochs: 1);
    }

    // A view is asked on the loop's thread between two batches, or after them.
    private static void Look(ITrainer trainer, Dataset dataset, object given, Action<IModelView, ValidationReport> look, int epochs = 2)
    {
        using var control = new ControlPoint((_, _) => { });
        
        TrainingContext context = null!;
        var asked = new Recorder { AfterValidation = (epoch, report) => { if (epoch == epochs) look(context.View!, report); } };
        context = new TrainingContext(new TrainingRequest(dataset, Runs.Values(trainer, given), epochs, Seed: 1, Threads: 2), asked, control);
        trainer.Train(context);
        Assert.Equal(epochs, asked.Validations.Count);
    }
}
