using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Tests.Trainers;

public sealed class ReproducibilityTests
{
    // large enough for several slices, small enough for a blink
    private static readonly object s_mlp = new { hiddenLayers = (int[])[64, 64], batchSize = 96, dropout = 0.3, gradientClip = 1.0 };
    private static readonly object s_cnn = new { firstFilters = 4, secondFilters = 8, denseUnits = 16, batchSize = 64, warmupSteps = 3 };

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    public void TwoRuns_WithTheSameSeed_AgreeBitForBitOnAnyNumberOfThreads(string name)
    {
        var first = Run(name, threads: 2);
        foreach (var threads in (int[])[1, 2, 3])
            SameBits.Check(first, Run(name, threads: threads), after: 0);
        Assert.NotEqual(first.Steps[1].Loss, Run(name, seed: 2).Steps[1].Loss);
    }

    [Theory]
    [InlineData("mlp", "adam", 1)]
    [InlineData("mlp", "adam", 4)]
    [InlineData("mlp", "adam", 5)]
    [InlineData("mlp", "adamw", 7)]
    [InlineData("mlp", "sgd", 3)]
    [InlineData("cnn", "adam", 2)]
    [InlineData("cnn", "sgd", 8)]
    public void Resume_FromAnyBatchBoundary_ContinuesBitForBit(string name, string optimizer, long step)
    {
        var whole = Run(name, optimizer);
        var stopped = Run(name, optimizer, stopAfter: step);
        Assert.Equal(step, stopped.Steps.Keys.Max());
        var (position, content) = stopped.Checkpoints[^1];
        Assert.Equal(step, position.Step);

        var resumed = Run(name, optimizer, resume: content);
        Assert.Equal(step + 1, resumed.Steps.Keys.Min());
        SameBits.Check(whole, resumed, after: step);
        Assert.Equal(whole.Checkpoints[^1].Content, resumed.Checkpoints[^1].Content);
    }

    [Fact]
    public void Resume_WithAnotherShape_IsRefused()
    {
        var stopped = Run("mlp", stopAfter: 3);
        Assert.Throws<CheckpointException>(() => Runs.Run(
            new MlpTrainer(), Table(), new { hiddenLayers = (int[])[8] }, epochs: 3, resume: stopped.Checkpoints[^1].Content));
    }

    private static Recorder Run(
        string name, string optimizer = "adam", long seed = 1, int threads = 2, long? stopAfter = null, byte[]? resume = null)
    {
        ITrainer trainer = name == "mlp" ? new MlpTrainer() : new CnnTrainer();
        var dataset = name == "mlp" ? Table() : SyntheticData.Classes(DatasetKind.Images, new SampleShape(1, 12, 12), 240, 3);
        var given = System.Text.Json.JsonSerializer.SerializeToNode(name == "mlp" ? s_mlp : s_cnn)!;
        given["optimizer"] = optimizer;
        return Runs.Run(trainer, dataset, given, epochs: 3, seed, threads, resume, stopAfter);
    }

    private static Dataset Table() => SyntheticData.Classes(DatasetKind.Table, new SampleShape(1, 1, 12), 500, 4);
}
