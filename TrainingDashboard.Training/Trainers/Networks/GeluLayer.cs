using System.Numerics.Tensors;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// y = x/2 · (1 + tanh u) with u = √(2/π)·(x + 0.044715·x³) (Hendrycks and Gimpel, 2016). As (1 + tanh u)/2 is the
/// logistic function s of 2u, y = x·s and dy/dx = s + x·s·(1 − s)·2·√(2/π)·(1 + 3·0.044715·x²).
/// </summary>
/// <param name="size">Numbers in one sample.</param>
internal sealed class GeluLayer(int size) : Layer(size, size)
{
    private const float TwiceScale = 2 * 0.7978845608f;
    private const float Cubic = 0.044715f;
    private float[] _logistic = [];

    /// <inheritdoc/>
    public override string Name => "gelu";

    /// <inheritdoc/>
    public override long WorkPerSample => 10L * Outputs;

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
    {
        if (_logistic.Length < input.Length)
            _logistic = new float[input.Length];
        var s = _logistic.AsSpan(0, input.Length);
        for (var i = 0; i < s.Length; i++)
            s[i] = TwiceScale * input[i] * (1 + (Cubic * input[i] * input[i]));
        TensorPrimitives.Sigmoid(s, s);
        TensorPrimitives.Multiply(input, s, output);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
    {
        var input = pass.Input;
        var logistic = _logistic.AsSpan(0, input.Length);
        for (var i = 0; i < input.Length; i++)
        {
            var (x, s) = (input[i], logistic[i]);
            var slope = s + (x * s * (1 - s) * TwiceScale * (1 + (3 * Cubic * x * x)));
            pass.InputGradient[i] = pass.OutputGradient[i] * slope;
        }
    }
}
