using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Torch.Cnn;
using TrainingDashboard.Training.Trainers.Torch.Gpt;
using TrainingDashboard.Training.Trainers.Torch.Mlp;

namespace TrainingDashboard.Tests.Trainers.Torch;

[Collection(LibTorchCollection.Name)]
public sealed class TorchTrainerTests
{
    private static readonly object s_mlp = new { hiddenLayers = (int[])[32, 32], batchSize = 96, dropout = 0.3, gradientClip = 1.0 };
    private static readonly object s_cnn = new { firstFilters = 4, secondFilters = 8, denseUnits = 16, batchSize = 64, warmupSteps = 3 };
    private static readonly object s_gpt = new { contextLength = 16, width = 16, heads = 2, layers = 2, batchSize = 32, dropout = 0.1, sampleLength = 5 };

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("gpt")]
    public void TwoRuns_WithTheSameSeed_Agree(string name)
    {
        var first = Run(name);

        SameBits.Check(first, Run(name), after: 0);
        Assert.NotEqual(first.Steps[1].Loss, Run(name, seed: 2).Steps[1].Loss);
    }

    [Theory]
    [InlineData("mlp", "adam", 1)]
    [InlineData("mlp", "adam", 5)]
    [InlineData("mlp", "adamw", 7)]
    [InlineData("mlp", "sgd", 3)]
    [InlineData("cnn", "adam", 2)]
    [InlineData("cnn", "sgd", 8)]
    [InlineData("gpt", "adamw", 4)]
    [InlineData("gpt", "adam", 9)]
    public void Resume_FromAnyBatchBoundary_ContinuesBitForBit(string name, string optimizer, long step)
    {
        var whole = Run(name, optimizer);
        var stopped = Run(name, optimizer, stopAfter: step);
        Assert.Equal(step, stopped.Steps.Keys.Max());

        var resumed = Run(name, optimizer, resume: stopped.Checkpoints[^1].Content);

        Assert.Equal(step + 1, resumed.Steps.Keys.Min());
        SameBits.Check(whole, resumed, after: step);
        Assert.Equal(whole.Checkpoints[^1].Content, resumed.Checkpoints[^1].Content);
    }

    [Fact]
    public void Resume_WithAnotherOptimizerOrShape_IsRefused()
    {
        var stopped = Run("mlp", "adam", stopAfter: 3).Checkpoints[^1].Content;

        Assert.Throws<CheckpointException>(() => Runs.Run(new TorchMlpTrainer(), Table(), new { hiddenLayers = (int[])[8] }, epochs: 3, resume: stopped));
        Assert.Throws<CheckpointException>(() => Run("mlp", "sgd", resume: stopped));
    }

    [Fact]
    public void Mlp_OnARegression_LearnsIt()
    {
        var run = Runs.Run(new TorchMlpTrainer(), SyntheticData.Regression(600), new { learningRate = 0.01 }, epochs: 25);

        Assert.All(run.Steps.Values, step => Assert.Null(step.Accuracy));
        Assert.True(run.Points.FindLast(point => point.Series == "val/r2").Value > 0.9);
    }

    [Fact]
    public void Gpt_OnARhyme_LearnsIt()
    {
        var run = Runs.Run(new TorchGptTrainer(), Texts.Rhyme(), new { contextLength = 32, width = 32, heads = 4, layers = 2, batchSize = 8, sampleLength = 0, learningRate = 0.01, warmupSteps = 10 }, epochs: 20);

        Assert.True(run.Validations[^1].Loss < 0.25, $"{run.Validations[^1].Loss}");
        Assert.True(run.Validations[^1].Accuracy > 0.9);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("gpt")]
    public void ALoop_LeavesNoTensorBehind(string name)
    {
        // what tests before this one left to the collector
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var live = new List<long>();

        Run(name, epochs: 20, recorder: new Recorder { AfterStep = step => live.Add(torch.Tensor.TotalCount) });

        // What a step leaves, the next lets go of; validation and checkpoints leave nothing.
        Assert.True(live.Count >= 60);
        Assert.True(live[^1] <= live[20], $"{live[20]} {live[^1]}");
    }

    [Theory]
    [InlineData("mlp", "adam")]
    [InlineData("cnn", "sgd")]
    [InlineData("gpt", "adamw")]
    public void ALoop_UnderConstantCollection_GivesTheSameBits(string name, string optimizer)
    {
        var undisturbed = Run(name, optimizer, epochs: 60);
        using var done = new ManualResetEventSlim();
        var collector = new Thread(() =>
        {
            while (!done.IsSet)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });

        collector.Start();
        try
        {
            SameBits.Check(undisturbed, Run(name, optimizer, epochs: 60), after: 0);
        }
        finally
        {
            done.Set();
            collector.Join();
        }
    }

    [Fact]
    public void Device_ThatIsNotThere_IsRefusedByName()
    {
        if (torch.cuda.is_available())
            return;
        var refusal = Assert.Throws<InvalidInputException>(() => Run("mlp", device: "cuda:1"));

        Assert.Equal("hyperparameters.device", Assert.Single(refusal.Errors).Field);
        Assert.Contains("finds no graphics processor. Expected auto or cpu.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"heads":3,"width":16}""", "hyperparameters.heads", "divides the width, 16")]
    [InlineData("""{"contextLength":1024}""", "dataset", "the shorter one has")]
    public void Gpt_OfAnImpossibleShape_IsRefused(string given, string field, string reason)
    {
        var fault = Assert.Single(Assert.Throws<InvalidInputException>(() => Runs.Run(new TorchGptTrainer(), Texts.Rhyme(), JsonDocument.Parse(given).RootElement, epochs: 1)).Errors);

        Assert.Equal(field, fault.Field);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dataset_OfAnotherKind_IsRefused()
    {
        Assert.Throws<InvalidInputException>(() => Runs.Run(new TorchGptTrainer(), Table(), epochs: 1));
        Assert.Throws<InvalidInputException>(() => Runs.Run(new TorchCnnTrainer(), Table(), epochs: 1));
        Assert.Throws<InvalidInputException>(() => Runs.Run(new TorchMlpTrainer(), Texts.Rhyme(), epochs: 1));
    }

    [Theory]
    [InlineData("mlp", "adam")]
    [InlineData("mlp", "sgd")]
    [InlineData("gpt", "adamw")]
    public void Resume_OfAChangedJob_ContinuesBitForBit(string name, string optimizer)
    {
        SteeredRun New() => new SteeredRun { Trainer = Trainer(name), Dataset = Data(name), Given = Given(name, optimizer, "cpu"), Epochs = 3 }
            .With("set", """{"values":{"learningRate":0.02},"at":2,"over":4}""")
            .With("set", """{"values":{"dropout":0.4,"weightDecay":0.01,"momentum":0.5,"gradientClip":1},"at":4}""");
        var whole = New().Run();
        var stopped = New().Run(stopAfter: 6);

        var resumed = New().Run(steering: stopped.Doings[^1].Loop, waiting: [], resume: stopped.Checkpoints[^1].Content);

        SameBits.Check(whole, resumed, after: 6);
        Assert.NotEqual(Run(name, optimizer).Steps[8].Loss, whole.Steps[8].Loss);
    }

    [Fact]
    public void NotFinite_PausesBeforeTheWeightsTakeHarm()
    {
        var run = new SteeredRun { Trainer = new TorchMlpTrainer(), Dataset = Table(), Given = new { learningRate = 100, onNaN = "stop", optimizer = "sgd", batchSize = 16 }, Epochs = 50 }.Run();

        var last = run.Steps.Values.Last();
        Assert.False(double.IsFinite(last.Loss) && double.IsFinite(last.GradientNorm));
        // Kept at its end, the network is as the last sound step left it.
        var weights = Checkpoint.Decode(run.Checkpoints[^1].Content).Reader.Scope("network").ReadAll<float>("dense1.weight");
        Assert.All(weights, weight => Assert.True(float.IsFinite(weight)));
    }

    private static Recorder Run(
        string name, string? optimizer = null, long seed = 1, long? stopAfter = null, byte[]? resume = null, int epochs = 3, string device = "cpu", Recorder? recorder = null)
        => Runs.Run(Trainer(name), Data(name), Given(name, optimizer, device), epochs, seed, threads: 2, resume, stopAfter, recorder);

    private static JsonNode Given(string name, string? optimizer, string device)
    {
        var given = JsonSerializer.SerializeToNode(name switch { "mlp" => s_mlp, "cnn" => s_cnn, _ => s_gpt })!;
        given["device"] = device;
        if (optimizer is not null)
            given["optimizer"] = optimizer;
        return given;
    }

    private static ITrainer Trainer(string name) => name switch
    {
        "mlp" => new TorchMlpTrainer(),
        "cnn" => new TorchCnnTrainer(),
        _ => new TorchGptTrainer(),
    };

    private static Dataset Data(string name) => name switch
    {
        "mlp" => Table(),
        "cnn" => SyntheticData.Classes(DatasetKind.Images, new SampleShape(1, 12, 12), 240, 3),
        _ => Texts.Rhyme(),
    };

    private static Dataset Table() => SyntheticData.Classes(DatasetKind.Table, new SampleShape(1, 1, 12), 500, 4);
}
