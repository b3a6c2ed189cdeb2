using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>y = max(x, 0); NaN stays NaN.</summary>
/// <param name="size">Numbers in one sample.</param>
internal sealed class ReluLayer(int size) : Layer(size, size)
{
    /// <inheritdoc/>
    public override string Name => "relu";

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
        => TensorPrimitives.Max(input, 0f, output);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
    {
        // a comparison gives a mask of ones or zeros: the gradient passes where the output is above 0
        var outputs = MemoryMarshal.Cast<float, Vector<float>>(pass.Output);
        var from = MemoryMarshal.Cast<float, Vector<float>>(pass.OutputGradient);
        var to = MemoryMarshal.Cast<float, Vector<float>>(pass.InputGradient);
        for (var i = 0; i < to.Length; i++)
            to[i] = Vector.GreaterThan(outputs[i], Vector<float>.Zero).As<int, float>() & from[i];
        for (var i = to.Length * Vector<float>.Count; i < pass.InputGradient.Length; i++)
            pass.InputGradient[i] = pass.Output[i] > 0 ? pass.OutputGradient[i] : 0;
    }
}
