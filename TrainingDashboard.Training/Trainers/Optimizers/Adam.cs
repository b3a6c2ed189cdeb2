using System.Numerics;
using System.Runtime.InteropServices;
using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015): m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
/// w ← w − rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ). Weight decay is added to the gradient, or
/// as AdamW taken off the parameter itself: w ← w − rate·decay·w first (Loshchilov and Hutter, 2019).
/// </summary>
internal sealed class Adam : Optimizer
{
    private const float Epsilon = 1e-8f;
    private readonly float[] _mean;
    private readonly float[] _square;
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly bool _decoupled;
    private long _steps;

    /// <param name="count">Parameters in the network.</param>
    /// <param name="beta1">How slowly the mean of gradients forgets, 0 to below 1.</param>
    /// <param name="beta2">How slowly the mean of squared gradients forgets, 0 to below 1.</param>
    /// <param name="weightDecay">Decay of parameters.</param>
    /// <param name="decoupled">Whether decay is AdamW's.</param>
    public Adam(int count, float beta1, float beta2, float weightDecay, bool decoupled)
    {
        _mean = new float[count];
        _square = new float[count];
        (_beta1, _beta2, _decoupled) = (beta1, beta2, decoupled);
        WeightDecay = weightDecay;
    }

    /// <inheritdoc/>
    public override void BeginStep() => _steps++;

    /// <inheritdoc/>
    public override void Update(int start, Span<float> parameters, ReadOnlySpan<float> gradient, float rate)
    {
        var (beta1, beta2, weightDecay, decoupled) = (_beta1, _beta2, WeightDecay, _decoupled);
        var mean = _mean.AsSpan(start, parameters.Length);
        var square = _square.AsSpan(start, parameters.Length);
        var meanRate = (float)(rate / (1 - Math.Pow(beta1, _steps)));
        var squareScale = (float)(1 / (1 - Math.Pow(beta2, _steps)));
        var added = decoupled ? 0 : weightDecay;
        var kept = decoupled ? 1 - (rate * weightDecay) : 1;

        var ws = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var ms = MemoryMarshal.Cast<float, Vector<float>>(mean);
        var vs = MemoryMarshal.Cast<float, Vector<float>>(square);
        var epsilon = new Vector<float>(Epsilon);
        for (var i = 0; i < ws.Length; i++)
        {
            var g = gs[i] + (added * ws[i]);
            var m = (beta1 * ms[i]) + ((1 - beta1) * g);
            var v = (beta2 * vs[i]) + ((1 - beta2) * (g * g));
            (ms[i], vs[i]) = (m, v);
            ws[i] = (kept * ws[i]) - (meanRate * m / (Vector.SquareRoot(squareScale * v) + epsilon));
        }

        for (var i = ws.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            var g = gradient[i] + (added * parameters[i]);
            var m = (beta1 * mean[i]) + ((1 - beta1) * g);
            var v = (beta2 * square[i]) + ((1 - beta2) * (g * g));
            (mean[i], square[i]) = (m, v);
            parameters[i] = (kept * parameters[i]) - (meanRate * m / (MathF.Sqrt(squareScale * v) + Epsilon));
        }
    }

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        writer.Write<float>("mean", _mean);
        writer.Write<float>("square", _square);
        writer.Write<long>("steps", [_steps]);
    }

    /// <inheritdoc/>
    public override void Load(StateReader reader)
    {
        reader.Read<float>("mean", _mean);
        reader.Read<float>("square", _square);
        reader.Read("steps", new Span<long>(ref _steps));
    }
}
