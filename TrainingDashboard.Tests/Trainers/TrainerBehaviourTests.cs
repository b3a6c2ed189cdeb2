using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Tests.Trainers;

public sealed class TrainerBehaviourTests
{
    [Fact]
    public void Mlp_OnATableOfNumbers_ReportsMeanSquaredErrorAndR2()
    {
        var run = Runs.Run(new MlpTrainer(), SyntheticData.Regression(600), epochs: 20);
        Assert.All(run.Steps.Values, step => Assert.Null(step.Accuracy));
        Assert.All(run.Validations, validation => Assert.Null(validation.Confusion));
        Assert.Equal(20, run.Points.Count(point => point.Series == "val/r2"));
        Assert.True(run.Points[^1].Value > 0.9, $"r2 {run.Points[^1].Value}");
    }

    [Fact]
    public void Mlp_OnSpirals_LearnsThemWithDefaults()
        => Assert.True(Runs.Run(new MlpTrainer(), SyntheticData.Spirals(1000)).Validations[^1].Accuracy >= 0.95);

    [Fact]
    public void Mlp_WithoutHiddenLayers_IsALinearModel()
    {
        var run = Runs.Run(
            new MlpTrainer(), SyntheticData.Classes(DatasetKind.Table, new SampleShape(1, 1, 6), 300, 3), new { hiddenLayers = (int[])[] }, epochs: 10);
        Assert.True(run.Validations[^1].Accuracy > 0.9);
    }

    [Fact]
    public void Confusion_OfEachEpoch_CountsEveryValidationSampleOnce()
    {
        var dataset = SyntheticData.Classes(DatasetKind.Images, new SampleShape(2, 7, 6), 120, 3);
        var run = Runs.Run(new CnnTrainer(), dataset, epochs: 2);
        Assert.Equal(2, run.Validations.Count);
        var held = dataset.Prepare(0.2, 1).ValidationRows.Length;
        Assert.All(run.Validations, validation =>
        {
            Assert.Equal(held, validation.Confusion!.Counts.Sum(row => row.Sum()));
            Assert.Equal(
                validation.Accuracy!.Value, validation.Confusion.Counts.Select((row, i) => row[i]).Sum() / (double)held, 1e-12);
        });
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    public void Training_WithAnAbsurdRate_ReportsWhatComesAndEnds(string name)
    {
        ITrainer trainer = name == "mlp" ? new MlpTrainer() : new CnnTrainer();
        var dataset = SyntheticData.Classes(DatasetKind.Images, new SampleShape(1, 8, 8), 120, 3);
        var given = new { optimizer = "sgd", learningRate = 100, weightDecay = 1.0, onNaN = "ignore" };
        var run = Runs.Run(trainer, dataset, given, epochs: 10);
        Assert.Contains(run.Steps.Values, step => !double.IsFinite(step.Loss));
        Assert.Equal(10, run.Validations.Count);
    }

    [Fact]
    public void GradientNorm_WithClipping_IsTheOneBefore()
    {
        var dataset = SyntheticData.Classes(DatasetKind.Table, new SampleShape(1, 1, 6), 90, 3);
        var free = Runs.Run(new MlpTrainer(), dataset, new { optimizer = "sgd", momentum = 0 }, epochs: 1);
        var clipped = Runs.Run(new MlpTrainer(), dataset, new { optimizer = "sgd", momentum = 0, gradientClip = 1e-9 }, epochs: 1);
        Assert.Equal(free.Steps[1].GradientNorm, clipped.Steps[1].GradientNorm);
        Assert.NotEqual(free.Steps[2].GradientNorm, clipped.Steps[2].GradientNorm);
    }

    [Fact]
    public void Cnn_OnATable_IsRefused()
    {
        var table = SyntheticData.Classes(DatasetKind.Table, new SampleShape(1, 1, 6), 30, 3);
        var refusal = Assert.Throws<InvalidInputException>(() => Runs.Run(new CnnTrainer(), table));
        Assert.Contains("accepts images", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cnn_OnTinyImages_IsRefused()
    {
        var images = SyntheticData.Classes(DatasetKind.Images, new SampleShape(1, 3, 9), 30, 3);
        var refusal = Assert.Throws<InvalidInputException>(() => Runs.Run(new CnnTrainer(), images));
        Assert.Contains("at least 4 × 4", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_DuringValidation_IsObeyedBetweenChunks()
    {
        using var control = new ControlPoint((_, _) => { });
        var dataset = SyntheticData.Classes(DatasetKind.Table, new SampleShape(1, 1, 6), 4000, 3);
        var steps = (int)Math.Ceiling(dataset.Prepare(0.2, 1).TrainRows.Length / 64.0);
        var trainer = new MlpTrainer();
        var recorder = new Recorder { AfterStep = step => { if (step == steps) control.Interrupt(); } };
        var context = new TrainingContext(
            new TrainingRequest(dataset, Runs.Values(trainer, new { batchSize = 64 }), 1, 1, 1), recorder, control);
        Assert.Throws<OperationCanceledException>(() => trainer.Train(context));
        Assert.Empty(recorder.Validations);
        context.SaveCheckpoint(CheckpointReason.Manual);

        // the epoch's steps are done: all that is left is to judge
        var resumed = Runs.Run(trainer, dataset, new { batchSize = 64 }, epochs: 1, threads: 1, resume: recorder.Checkpoints[^1].Content);
        Assert.Empty(resumed.Steps);
        Assert.Single(resumed.Validations);
    }
}
