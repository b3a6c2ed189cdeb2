using System.Runtime.InteropServices;
using TorchSharp;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Trainers.Optimizers;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Optimizers;

/// <summary>An optimizer of the built-in trainers that works in libtorch's own memory, where the processor can reach it.</summary>
/// <param name="settings">The job's hyperparameters.</param>
/// <param name="network">What it moves.</param>
internal sealed class HostOptimizer(HyperparameterValues settings, TorchNetwork network) : ITorchOptimizer
{
    private readonly Optimizer _optimizer = OptimizerSettings.Create(settings, network.ParameterCount);

    /// <inheritdoc/>
    public void Step(HyperparameterValues settings, double rate)
    {
        using var scope = torch.NewDisposeScope();
        _optimizer.With(settings).BeginStep();
        var start = 0;
        foreach (var parameter in network.Parameters)
        {
            var count = (int)parameter.numel();
            if (parameter.grad is { } gradient)
                _optimizer.Update(start, Numbers(parameter), Numbers(gradient.contiguous()), (float)rate);
            start += count;
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer) => _optimizer.Save(writer);

    /// <inheritdoc/>
    public void Load(StateReader reader) => _optimizer.Load(reader);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
