using System.Numerics.Tensors;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>y = tanh(x), so dx = (1 − y²)·dy.</summary>
/// <param name="size">Numbers in one sample.</param>
internal sealed class TanhLayer(int size) : Layer(size, size)
{
    /// <inheritdoc/>
    public override string Name => "tanh";

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
        => TensorPrimitives.Tanh(input, output);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
    {
        TensorPrimitives.Multiply(pass.Output, pass.Output, pass.InputGradient);
        TensorPrimitives.Subtract(1f, pass.InputGradient, pass.InputGradient);
        TensorPrimitives.Multiply(pass.InputGradient, pass.OutputGradient, pass.InputGradient);
    }
}
