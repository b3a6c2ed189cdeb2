using System.Numerics.Tensors;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// While learning, sets each number to 0 with a probability and scales the others up so that the mean stays; lets
/// everything through when judging (Srivastava et al., 2014).
/// </summary>
internal sealed class DropoutLayer : Layer
{
    private readonly Func<double> _probability;
    private float[] _factors = [];
    private bool _passedThrough;

    /// <param name="size">Numbers in one sample.</param>
    /// <param name="probability">Of a number to be dropped: 0 to below 1, kept to 1/65536.</param>
    public DropoutLayer(int size, double probability)
        : this(size, () => probability)
    {
    }

    /// <summary>A layer whose probability is the hyperparameter <c>dropout</c>, which may change between batches.</summary>
    public DropoutLayer(int size, HyperparameterValues values)
        : this(size, () => values.Real("dropout"))
    {
    }

    private DropoutLayer(int size, Func<double> probability)
        : base(size, size)
        => _probability = probability;

    /// <inheritdoc/>
    public override string Name => "dropout";

    // Nothing of a checkpoint, and no cut of a mini-batch, may depend on a probability that changes.
    /// <inheritdoc/>
    public override bool IsNumbered => false;

    /// <inheritdoc/>
    public override long WorkPerSample => 0;

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
    {
        var threshold = noise is null ? 0 : (int)Math.Round(_probability() * 65536);
        _passedThrough = threshold == 0;
        if (_passedThrough)
        {
            input.CopyTo(output);
            return;
        }

        if (_factors.Length < input.Length)
            _factors = new float[input.Length];
        Draw(_factors.AsSpan(0, input.Length), noise!, threshold);
        TensorPrimitives.Multiply(input, _factors.AsSpan(0, input.Length), output);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
    {
        if (_passedThrough)
            pass.OutputGradient.CopyTo(pass.InputGradient);
        else
            TensorPrimitives.Multiply(pass.OutputGradient, _factors.AsSpan(0, pass.OutputGradient.Length), pass.InputGradient);
    }

    // one draw of 64 bits serves four numbers
    private static void Draw(Span<float> factors, RandomSource noise, int threshold)
    {
        var kept = 65536f / (65536 - threshold);
        for (var i = 0; i < factors.Length;)
        {
            var bits = noise.NextUInt64();
            for (var end = Math.Min(i + 4, factors.Length); i < end; i++, bits >>= 16)
                factors[i] = (int)(bits & 0xFFFF) < threshold ? 0 : kept;
        }
    }
}
