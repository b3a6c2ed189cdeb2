using TrainingDashboard.Training.Trainers.Mlp;
using TrainingDashboard.Training.Trainers.Optimizers;

namespace TrainingDashboard.Tests.Trainers;

public sealed class OptimizerTests
{
    // more than one vector and a remainder, so that both ways of computing are seen
    private const int Count = 35;

    [Fact]
    public void Sgd_WithMomentum_FollowsTheHandComputedPath()
    {
        // v = 2; w = 1 - 0.1·2 = 0.8. v = 0.9·2 + 2 = 3.8; w = 0.8 - 0.38 = 0.42
        Check(new Sgd(Count, 0.9f, nesterov: false, weightDecay: 0), 0.8, 0.42);
    }

    [Fact]
    public void Sgd_WithNesterov_LooksAhead()
    {
        // v = 2; w = 1 - 0.1·(2 + 1.8) = 0.62. v = 3.8; w = 0.62 - 0.1·(2 + 3.42) = 0.078
        Check(new Sgd(Count, 0.9f, nesterov: true, weightDecay: 0), 0.62, 0.078);
    }

    [Fact]
    public void Sgd_WithDecay_AddsItToTheGradient()
    {
        // g = 2.5; w = 0.75. g = 2.375; w = 0.5125
        Check(new Sgd(Count, 0, nesterov: false, weightDecay: 0.5f), 0.75, 0.5125);
    }

    [Fact]
    public void Adam_WithASteadyGradient_MovesByTheRate()
    {
        // the corrected means are g and g²: each step is rate · g / |g|
        Check(new Adam(Count, 0.9f, 0.999f, 0, decoupled: false), 0.9, 0.8);
    }

    [Fact]
    public void AdamW_WithDecay_TakesItOffTheWeight()
    {
        // w = 1·(1 - 0.1·0.5) - 0.1 = 0.85; w = 0.85·0.95 - 0.1 = 0.7075
        Check(new Adam(Count, 0.9f, 0.999f, 0.5f, decoupled: true), 0.85, 0.7075);
    }

    [Fact]
    public void Adam_WithAChangingGradient_FollowsTheHandComputedPath()
    {
        var optimizer = new Adam(1, 0.5f, 0.75f, 0, decoupled: false);
        float[] weights = [0];
        optimizer.BeginStep();
        optimizer.Update(0, weights, [1], 1);
        Assert.Equal(-1, weights[0], 1e-6);

        // m = 0.25 - 1 = -0.75... : m = 0.5·0.5 + 0.5·(-2) = -0.75, m̂ = -1; v = 0.75·0.25 + 0.25·4 = 1.1875, v̂ = 19/7
        optimizer.BeginStep();
        optimizer.Update(0, weights, [-2], 1);
        Assert.Equal(-1 + (1 / Math.Sqrt(19.0 / 7)), weights[0], 1e-6);
    }

    [Theory]
    [InlineData("sgd", typeof(Sgd))]
    [InlineData("adam", typeof(Adam))]
    [InlineData("adamw", typeof(Adam))]
    public void Settings_OfEachName_MakeThatOptimizer(string optimizer, Type type)
        => Assert.IsType(type, OptimizerSettings.Create(Runs.Values(new MlpTrainer(), new { optimizer }), 1));

    private static void Check(Optimizer optimizer, double first, double second)
    {
        var weights = new float[Count];
        var gradient = new float[Count];
        Array.Fill(weights, 1);
        Array.Fill(gradient, 2);
        foreach (var expected in (double[])[first, second])
        {
            optimizer.BeginStep();
            optimizer.Update(0, weights.AsSpan(0, 16), gradient.AsSpan(0, 16), 0.1f);
            optimizer.Update(16, weights.AsSpan(16), gradient.AsSpan(16), 0.1f);
            Assert.All(weights, weight => Assert.Equal(expected, weight, 1e-6));
        }
    }
}
