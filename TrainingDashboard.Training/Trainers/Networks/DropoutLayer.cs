using System.Numerics.Tensors;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// While learning, sets each number to 0 with a probability and scales the others up so that the mean stays; lets
/// everything through when judging (Srivastava et al., 2014).
/// </summary>
/// <param name="size">Numbers in one sample.</param>
/// <param name="probability">Of a number to be dropped: 0 to below 1, kept to 1/65536.</param>
internal sealed class DropoutLayer(int size, double probability) : Layer(size, size)
{
    private readonly int _threshold = (int)Math.Round(probability * 65536);
    private float[] _factors = [];

    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <inheritdoc/>
    public override long WorkPerSample => 4L * Outputs;

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
    {
        if (noise is null)
        {
            input.CopyTo(output);
            return;
        }

        if (_factors.Length < input.Length)
            _factors = new float[input.Length];
        Draw(_factors.AsSpan(0, input.Length), noise);
        TensorPrimitives.Multiply(input, _factors.AsSpan(0, input.Length), output);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
        => TensorPrimitives.Multiply(
            pass.OutputGradient, _factors.AsSpan(0, pass.OutputGradient.Length), pass.InputGradient);

    // one draw of 64 bits serves four numbers
    private void Draw(Span<float> factors, RandomSource noise)
    {
        var kept = 65536f / (65536 - _threshold);
        for (var i = 0; i < factors.Length;)
        {
            var bits = noise.NextUInt64();
            for (var end = Math.Min(i + 4, factors.Length); i < end; i++, bits >>= 16)
                factors[i] = (int)(bits & 0xFFFF) < _threshold ? 0 : kept;
        }
    }
}
