using TrainingDashboard.Training.Trainers.Mlp;
using TrainingDashboard.Training.Trainers.Schedules;

namespace TrainingDashboard.Tests.Trainers;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.5)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    public void Warmup_OfFourSteps_RisesInAStraightLine(long done, double expected)
        => Assert.Equal(expected, new LearningRateSchedule(1, Decay.Constant, 4, 100).At(done), 1e-12);

    [Theory]
    [InlineData(2, 0.4)]
    [InlineData(7, 0.2)]
    [InlineData(12, 0)]
    [InlineData(50, 0)]
    public void Cosine_AfterWarmup_FallsToNothingAtTheEnd(long done, double expected)
        => Assert.Equal(expected, new LearningRateSchedule(0.4, Decay.Cosine, 2, 12).At(done), 1e-12);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 0.5)]
    [InlineData(29, 0.25)]
    public void Step_EveryTenSteps_MultipliesByTheFactor(long done, double expected)
        => Assert.Equal(expected, new LearningRateSchedule(1, Decay.Step, 0, 100, 10, 0.5).At(done), 1e-12);

    [Fact]
    public void Cosine_WithWarmupAsLongAsTraining_StaysFinite()
        => Assert.Equal(1, new LearningRateSchedule(1, Decay.Cosine, 5, 5).At(5), 1e-12);

    [Fact]
    public void Settings_InEpochs_BecomeSteps()
    {
        var values = Runs.Values(
            new MlpTrainer(), new { schedule = "step", stepEpochs = 3, stepFactor = 0.5, warmupSteps = 2, learningRate = 0.1 });
        Assert.Equal(
            new LearningRateSchedule(0.1, Decay.Step, 2, 40, 12, 0.5), ScheduleSettings.Create(values, stepsPerEpoch: 4, epochs: 10));
    }
}
