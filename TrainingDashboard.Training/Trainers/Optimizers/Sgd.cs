using System.Numerics;
using System.Runtime.InteropServices;
using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers.Optimizers;

/// <summary>
/// Gradient descent with momentum: g ← g + decay·w; v ← momentum·v + g; w ← w − rate·v, or with Nesterov's look-ahead
/// w ← w − rate·(g + momentum·v) (Sutskever et al., 2013, in the form that PyTorch uses).
/// </summary>
internal sealed class Sgd : Optimizer
{
    private readonly float[] _velocity;
    private readonly bool _nesterov;
    private float _momentum;

    /// <param name="count">Parameters in the network.</param>
    /// <param name="momentum">Part of the last move that is kept, 0 to below 1.</param>
    /// <param name="nesterov">Whether the gradient is taken as seen from where momentum leads.</param>
    /// <param name="weightDecay">Added to the gradient for each unit of a parameter.</param>
    public Sgd(int count, float momentum, bool nesterov, float weightDecay)
    {
        _velocity = new float[count];
        _momentum = momentum;
        _nesterov = nesterov;
        WeightDecay = weightDecay;
    }

    /// <inheritdoc/>
    public override void Update(int start, Span<float> parameters, ReadOnlySpan<float> gradient, float rate)
    {
        var (momentum, nesterov, weightDecay) = (_momentum, _nesterov, WeightDecay);
        var velocity = _velocity.AsSpan(start, parameters.Length);
        var ws = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        var vs = MemoryMarshal.Cast<float, Vector<float>>(velocity);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (var i = 0; i < ws.Length; i++)
        {
            var g = gs[i] + (weightDecay * ws[i]);
            var v = (momentum * vs[i]) + g;
            vs[i] = v;
            ws[i] -= rate * (nesterov ? g + (momentum * v) : v);
        }

        for (var i = ws.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            var g = gradient[i] + (weightDecay * parameters[i]);
            var v = (momentum * velocity[i]) + g;
            velocity[i] = v;
            parameters[i] -= rate * (nesterov ? g + (momentum * v) : v);
        }
    }

    /// <inheritdoc/>
    protected override void Take(HyperparameterValues values)
    {
        base.Take(values);
        _momentum = (float)values.Real("momentum");
    }

    /// <inheritdoc/>
    public override void Save(StateWriter writer) => writer.Write<float>("velocity", _velocity);

    /// <inheritdoc/>
    public override void Load(StateReader reader) => reader.Read<float>("velocity", _velocity);
}
