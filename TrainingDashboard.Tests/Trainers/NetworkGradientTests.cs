using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Mlp;
using TrainingDashboard.Training.Trainers.Networks;
using TrainingDashboard.Training.Trainers.Parallelism;
using TrainingDashboard.Training.Trainers.Supervised;

namespace TrainingDashboard.Tests.Trainers;

public sealed class NetworkGradientTests
{
    [Theory]
    [InlineData("tanh")]
    [InlineData("gelu")]
    [InlineData("relu")]
    public void Mlp_Gradient_EqualsCentralDifferences(string activation)
    {
        var values = Runs.Values(new MlpTrainer(), new { hiddenLayers = (int[])[64, 64], activation });
        Check(new SampleShape(1, 1, 10), samples: 96, () => MlpLayers.Create(values, 10, 3));
    }

    [Fact]
    public void Cnn_Gradient_EqualsCentralDifferences()
    {
        var values = Runs.Values(new CnnTrainer(), new { firstFilters = 3, secondFilters = 4, denseUnits = 8, dropout = 0 });
        var shape = new SampleShape(2, 9, 8);
        Check(shape, samples: 64, () => CnnLayers.Create(values, shape, 3));
    }

    private static void Check(SampleShape shape, int samples, Func<Layer[]> makeLayers)
    {
        var data = SyntheticData.Random(shape, samples, classes: 3);
        using var team = new ThreadTeam(2);
        var network = new ParallelNetwork(team, makeLayers, new SoftmaxCrossEntropy(data.ClassNames), seed: 3);
        var rows = Enumerable.Range(0, samples).ToArray();
        network.Learn(data, rows);
        var gradient = (float[])network.Gradient.Clone();
        var norm = network.Clip(0);
        Assert.Equal(Math.Sqrt(gradient.Sum(g => (double)g * g)), norm, 1e-5);

        var random = new RandomSource(9);
        double error = 0, size = 0;
        for (var n = 0; n < 100; n++)
        {
            const float nudge = 1f / 256;
            var i = random.NextInt32(gradient.Length);
            var kept = network.Weights[i];
            network.Weights[i] = kept + nudge;
            var above = network.Learn(data, rows).Loss / samples;
            network.Weights[i] = kept - nudge;
            var below = network.Learn(data, rows).Loss / samples;
            network.Weights[i] = kept;
            error += Math.Pow(((above - below) / (2 * nudge)) - gradient[i], 2);
            size += Math.Pow(gradient[i], 2);
        }

        // as one vector and with room: a difference may reach over the kink of a ReLU
        Assert.True(Math.Sqrt(error / size) < 0.03, $"relative error {Math.Sqrt(error / size)}");
    }
}
