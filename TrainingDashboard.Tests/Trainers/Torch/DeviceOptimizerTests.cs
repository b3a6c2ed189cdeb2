using TorchSharp;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Trainers.Torch;
using TrainingDashboard.Training.Trainers.Torch.Mlp;
using TrainingDashboard.Training.Trainers.Torch.Optimizers;

namespace TrainingDashboard.Tests.Trainers.Torch;

/// <summary>The optimizer for graphics processors, held against that for the processor; on the processor, as libtorch's operations are the same.</summary>
[Collection(LibTorchCollection.Name)]
public sealed class DeviceOptimizerTests
{
    [Theory]
    [InlineData("sgd", false, 0.0)]
    [InlineData("sgd", true, 0.01)]
    [InlineData("adam", false, 0.0)]
    [InlineData("adam", false, 0.01)]
    [InlineData("adamw", false, 0.1)]
    public void Steps_AreThoseOfTheHost(string optimizer, bool nesterov, double weightDecay)
    {
        var settings = Runs.Values(new TorchMlpTrainer(), new { optimizer, nesterov, weightDecay });
        using TorchNetwork one = Network(), other = Network();
        using var host = new HostOptimizer(settings, one);
        using var device = new DeviceOptimizer(settings, other);
        for (var step = 0; step < 20; step++)
        {
            Learn(one, step);
            Learn(other, step);
            host.Step(settings, 0.05);
            device.Step(settings, 0.05);
        }

        Assert.All(one.Parameters.Zip(other.Parameters), pair => Near(TorchNetwork.ToArray(pair.First), TorchNetwork.ToArray(pair.Second)));

        // What the one keeps, the other goes on from.
        using TorchNetwork moved = Network();
        using var goesOn = new DeviceOptimizer(settings, moved);
        var content = Checkpoint.Encode(default, [new("network", one), new("optimizer", host)]);
        moved.Load(Checkpoint.Decode(content).Reader.Scope("network"));
        goesOn.Load(Checkpoint.Decode(content).Reader.Scope("optimizer"));
        Learn(one, 21);
        Learn(moved, 21);
        host.Step(settings, 0.05);
        goesOn.Step(settings, 0.05);
        Assert.All(one.Parameters.Zip(moved.Parameters), pair => Near(TorchNetwork.ToArray(pair.First), TorchNetwork.ToArray(pair.Second)));
    }

    private static TorchNetwork Network() => new(
        () => torch.nn.Sequential(("a", torch.nn.Linear(6, 9)), ("b", torch.nn.Tanh()), ("c", torch.nn.Linear(9, 2))), torch.CPU, seed: 4);

    private static void Learn(TorchNetwork network, int seed)
    {
        using var scope = torch.NewDisposeScope();
        var numbers = Enumerable.Range(0, 30).Select(i => (float)Math.Sin((i * 1.7) + seed)).ToArray();
        network.Learn(torch.tensor(numbers).reshape(5, 6)).square().sum().backward();
    }

    private static void Near(float[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
}
