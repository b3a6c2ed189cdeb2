using System.Numerics.Tensors;
using TrainingDashboard.Training.Trainers.Matrices;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// Y = X·W + b. Parameters: W (inputs × outputs), then b (outputs).
/// </summary>
/// <param name="inputs">Numbers taken for each sample.</param>
/// <param name="outputs">Numbers given for each sample.</param>
/// <param name="gain">
/// Weights begin with the variance gain² / inputs: √2 before a ReLU (He et al., 2015), 1 before anything else.
/// </param>
internal sealed class DenseLayer(int inputs, int outputs, double gain) : Layer(inputs, outputs, (inputs + 1) * outputs)
{
    /// <inheritdoc/>
    public override string Name => "dense";

    /// <inheritdoc/>
    public override long WorkPerSample => (long)Inputs * Outputs;

    private int WeightCount => Inputs * Outputs;

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, RandomSource random)
    {
        var deviation = gain / Math.Sqrt(Inputs);
        foreach (ref var weight in parameters[..WeightCount])
            weight = (float)(deviation * random.NextGaussian());
        parameters[WeightCount..].Clear();
    }

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
    {
        var samples = output.Length / Outputs;
        for (var i = 0; i < samples; i++)
            parameters[WeightCount..].CopyTo(output[(i * Outputs)..]);
        MatrixProduct.Multiply(samples, Outputs, Inputs, input, false, parameters, false, output, add: true);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
    {
        // dW = Xᵀ·dY, db = the sum of dY's rows, dX = dY·Wᵀ
        var samples = pass.OutputGradient.Length / Outputs;
        MatrixProduct.Multiply(
            Inputs, Outputs, samples, pass.Input, true, pass.OutputGradient, false, parameterGradient, add: false);
        var bias = parameterGradient[WeightCount..];
        bias.Clear();
        for (var i = 0; i < samples; i++)
            TensorPrimitives.Add(bias, pass.OutputGradient.Slice(i * Outputs, Outputs), bias);
        if (!pass.InputGradient.IsEmpty)
        {
            MatrixProduct.Multiply(
                samples, Inputs, Outputs, pass.OutputGradient, false, parameters, true, pass.InputGradient, add: false);
        }
    }
}
