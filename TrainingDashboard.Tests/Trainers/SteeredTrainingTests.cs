using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Tests.Trainers;

public sealed class SteeredTrainingTests
{
    // 320 samples to learn from: 4 batches of 96 an epoch, 7 of 48.
    private static readonly Dataset s_table = SyntheticData.Classes(DatasetKind.Table, new SampleShape(1, 1, 12), 400, 4);

    [Fact]
    public void LearningRate_SetAtAStep_CountsFromTheNextBatchOn()
    {
        var run = Mlp(new { schedule = "constant", learningRate = 0.01 }).With("set", """{"values":{"learningRate":0.005},"at":5}""").Run();

        Assert.Equal([0.01, 0.005], run.Steps.Values.Select(s => s.LearningRate).Distinct());
        Assert.Equal(0.01, run.Steps[5].LearningRate);
        Assert.Equal(0.005, run.Steps[6].LearningRate);
        var done = Assert.Single(run.Doings);
        Assert.Equal((5L, "c1", 5L, 0L), (done.Step, done.Command!.Id, done.Change!.Step, done.Change.Over));
        var value = Assert.Single(done.Change.Values);
        Assert.Equal(("learningRate", 0.01, 0.005), (value.Name, value.From.GetDouble(), value.To.GetDouble()));
    }

    [Fact]
    public void LearningRate_Ramped_GoesInAStraightLineAndStays()
    {
        var run = Mlp(new { schedule = "constant", learningRate = 0.01 }).With("set", """{"values":{"learningRate":0.02},"at":2,"over":4}""").Run();

        Assert.Equal([0.01, 0.01, 0.0125, 0.015, 0.0175, 0.02, 0.02], run.Steps.Values.Take(7).Select(s => Math.Round(s.LearningRate, 10)));
    }

    [Fact]
    public void LearningRate_OfASchedule_IsScaledAndTheShapeStays()
    {
        var before = Mlp(new { schedule = "cosine", learningRate = 0.01 }).Run();
        var after = Mlp(new { schedule = "cosine", learningRate = 0.01 }).With("set", """{"values":{"learningRate":0.005},"at":4}""").Run();

        Assert.Equal(before.Steps[4].LearningRate, after.Steps[4].LearningRate);
        Assert.All(Enumerable.Range(5, 8), step => Assert.Equal(before.Steps[step].LearningRate / 2, after.Steps[step].LearningRate, 1e-15));
    }

    [Fact]
    public void BatchSizeAndEpochs_Changed_CountFromTheNextEpoch()
    {
        var run = Mlp().With("set", """{"values":{"batchSize":48,"epochs":2},"at":1}""").Run();

        Assert.Equal(4 + 7, run.Steps.Count);
        Assert.Equal([96, 96, 96, 32, 48], run.Steps.Values.Take(5).Select(s => s.Samples));
        Assert.Equal(2, run.Validations.Count);
    }

    [Fact]
    public void Revert_AfterTwoChanges_TakesThemBackOneByOne()
    {
        var run = Mlp(new { schedule = "constant", learningRate = 0.01, weightDecay = 0.1 })
            .With("set", """{"values":{"learningRate":0.005}}""")
            .With("set", """{"values":{"learningRate":0.001,"weightDecay":0}}""")
            .With("revert").With("revert").With("revert").Run();

        Assert.Equal(0.01, run.Steps[1].LearningRate);
        Assert.Equal([0.005, 0.001, 0.005, 0.01], run.Doings.Take(4).Select(d => d.Change!.Values[0].To.GetDouble()));
        Assert.Equal("There is no change to take back.", run.Doings[4].Refused);
    }

    [Theory]
    [InlineData("mlp", "adam")]
    [InlineData("mlp", "sgd")]
    [InlineData("cnn", "adamw")]
    public void Resume_OfAChangedJob_GivesTheSameBitsFromAnyBatchOn(string name, string optimizer)
    {
        SteeredRun New() => (name == "mlp" ? Mlp(new { optimizer, dropout = 0.0, batchSize = 96 }) : Cnn(optimizer))
            .With("set", """{"values":{"learningRate":0.02},"at":2,"over":7}""")
            .With("set", """{"values":{"batchSize":48,"epochs":4},"at":3}""")
            .With("set", """{"values":{"dropout":0.3,"weightDecay":0.01,"momentum":0.5,"gradientClip":1},"at":5}""");
        var whole = New().Run();
        Assert.True(whole.Steps.Count > 12);

        foreach (var stop in (long[])[1, 2, 3, 4, 5, 6, 9, 12])
        {
            var first = New();
            var stopped = first.Run(stopAfter: stop);
            var row = stopped.Doings.LastOrDefault()?.Loop ?? JobSteering.None;
            var settled = stopped.Doings.Select(d => d.Command!.Id).ToHashSet();
            var content = stopped.Checkpoints[^1].Content;

            var resumed = first.Run(steering: row, waiting: first.Commands.Where(c => !settled.Contains(c.Id)), resume: content);
            Same(whole, resumed, stop);
        }
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("stop")]
    [InlineData("ignore")]
    public void NotFinite_AsTheJobWants_PausesOrStopsBeforeTheWeightsOrGoesOn(string onNaN)
    {
        var run = Broken(onNaN).Run(afterStep: (_, control) =>
        {
            // So that a pause, which nobody would end, ends the loop.
            if (onNaN == "pause")
                control.Post(Command(CommandAction.Resume));
        });

        var hit = run.Doings.FirstOrDefault(d => d.Hit is not null);
        var broken = run.Steps.First(s => !double.IsFinite(s.Value.Loss) || !double.IsFinite(s.Value.GradientNorm)).Key;
        if (onNaN == "ignore")
        {
            Assert.Null(hit);
            return;
        }

        Assert.Equal((broken, true), (hit!.Step, hit.Hit!.IsGuard));
        Assert.Equal(onNaN == "pause" ? LoopMove.Paused : LoopMove.Stopping, hit.Move);
        Assert.Contains("the weights are as they were before", hit.Reason, StringComparison.Ordinal);
        if (onNaN == "stop")
            Assert.Equal(broken, run.Steps.Keys.Max());
    }

    [Fact]
    public void NotFinite_Stopped_LeavesWeightsThatAreFinite()
    {
        var run = Broken("stop").Run();

        // 10 inputs, two hidden layers of 64, one output
        var reader = Checkpoint.Decode(run.Checkpoints[^1].Content).Reader.Scope("network");
        var hidden = new float[(64 * 64) + 64];
        reader.Read<float>("3-dense", hidden);
        Assert.All(hidden, weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Rollback_AfterSomeSteps_GoesBackScalesTheRateAndReportsTheStepsAgain()
    {
        var sent = false;
        var run = Mlp(new { schedule = "constant", learningRate = 0.01, batchSize = 4 }, epochs: 2).Run(afterStep: (step, control) =>
        {
            if (step != 120 || sent)
                return;
            sent = true;
            control.Post(Command(CommandAction.Rollback, """{"steps":50,"scale":0.5}"""));
        });

        var back = Assert.Single(run.Doings);
        Assert.Equal((120L, 51L), (back.Step, back.BackTo!.Value));
        Assert.Equal(("learningRate", 0.01, 0.005), (back.Change!.Values[0].Name, back.Change.Values[0].From.GetDouble(), back.Change.Values[0].To.GetDouble()));
        Assert.Equal(160, run.Steps.Count);
        Assert.Equal(0.01, run.Steps[51].LearningRate);
        Assert.All(Enumerable.Range(52, 109), step => Assert.Equal(0.005, run.Steps[step].LearningRate));
    }

    [Fact]
    public void Resume_FromBeforeARollback_GivesTheBranchThatStands()
    {
        SteeredRun New() => Mlp(new { learningRate = 0.01, batchSize = 4, dropout = 0.1 }, epochs: 2);
        var sent = false;
        var run = New().With("set", """{"values":{"weightDecay":0.01},"at":30}""").Run(afterStep: (step, control) =>
        {
            if (step != 120 || sent)
                return;
            sent = true;
            control.Post(Command(CommandAction.Rollback));
        });
        var before = New().With("set", """{"values":{"weightDecay":0.01},"at":30}""").Run(stopAfter: 40);

        var resumed = New().Run(steering: run.Doings[^1].Loop, waiting: [], resume: before.Checkpoints[^1].Content);

        Assert.Equal(51, run.Doings[^1].BackTo);
        Same(run, resumed, after: 40);
    }

    [Fact]
    public void Rollback_WithoutAStateToGoBackTo_IsRefused()
    {
        var run = Mlp().With("rollback").Run();
        Assert.Equal("No earlier state is in memory to go back to.", Assert.Single(run.Doings).Refused);
    }

    private static JobCommand Command(CommandAction action, string? arguments = null)
        => new("c", default, action, "a test", DateTimeOffset.UnixEpoch, CommandJson.ReadArguments(action, arguments is null ? null : System.Text.Json.JsonDocument.Parse(arguments).RootElement));

    private static SteeredRun Mlp(object? given = null, int epochs = 3)
        => new() { Trainer = new MlpTrainer(), Dataset = s_table, Given = Merge(new { batchSize = 96 }, given), Epochs = epochs };

    private static SteeredRun Cnn(string optimizer) => new()
    {
        Trainer = new CnnTrainer(),
        Dataset = SyntheticData.Classes(DatasetKind.Images, new SampleShape(1, 12, 12), 400, 3),
        Given = new { firstFilters = 4, secondFilters = 8, denseUnits = 16, batchSize = 96, optimizer, dropout = 0.0 },
    };

    private static SteeredRun Broken(string onNaN) => new()
    {
        Trainer = new MlpTrainer(),
        Dataset = SyntheticData.Regression(200),
        Given = new { optimizer = "sgd", momentum = 0.999, learningRate = 100, schedule = "constant", onNaN },
        Epochs = 20,
    };

    private static System.Text.Json.Nodes.JsonObject Merge(object first, object? second)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToNode(first)!.AsObject();
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(second ?? new { })!.AsObject().ToArray())
            json[name] = value?.DeepClone();
        return json;
    }

    private static void Same(Recorder whole, Recorder resumed, long after)
    {
        Assert.Equal(whole.Steps.Keys.Where(step => step > after), resumed.Steps.Keys);
        foreach (var (step, report) in resumed.Steps)
            Assert.Equal((step, whole.Steps[step]), (step, report));
        Assert.Equal(whole.Validations.TakeLast(resumed.Validations.Count).Select(v => v.Loss), resumed.Validations.Select(v => v.Loss));
    }
}
