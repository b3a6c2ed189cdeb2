using TorchSharp;
using TrainingDashboard.Training.Checkpoints;
using Parameter = TorchSharp.Modules.Parameter;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Optimizers;

/// <summary>
/// The same formulas as <see cref="Trainers.Optimizers.Adam"/> and <see cref="Trainers.Optimizers.Sgd"/>, computed where the parameters are.
/// </summary>
internal sealed class DeviceOptimizer : ITorchOptimizer
{
    private const double Epsilon = 1e-8;
    private readonly Parameter[] _parameters;
    private readonly (string Name, Tensor[] Values)[] _moments;
    private readonly string _kind;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly bool _nesterov;
    private long _steps;

    /// <param name="settings">The job's hyperparameters.</param>
    /// <param name="network">What it moves.</param>
    public DeviceOptimizer(HyperparameterValues settings, TorchNetwork network)
    {
        _parameters = [.. network.Parameters];
        _kind = settings.Choice("optimizer");
        (_beta1, _beta2, _nesterov) = (settings.Real("beta1"), settings.Real("beta2"), settings.Toggle("nesterov"));
        string[] names = _kind == "sgd" ? ["velocity"] : ["mean", "square"];
        _moments = [.. names.Select(name => (name, Array.ConvertAll(_parameters, parameter => (Tensor)torch.zeros_like(parameter, requires_grad: false))))];
    }

    /// <inheritdoc/>
    public void Step(HyperparameterValues settings, double rate)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        _steps++;
        if (_kind == "sgd")
            Descend(settings.Real("momentum"), settings.Real("weightDecay"), rate);
        else
            Adapt(settings.Real("weightDecay"), rate);
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        foreach (var (name, values) in _moments)
            writer.Write<float>(name, values.SelectMany(TorchNetwork.ToArray).ToArray());
        if (_kind != "sgd")
            writer.Write<long>("steps", [_steps]);
    }

    /// <inheritdoc/>
    public void Load(StateReader reader)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (name, values) in _moments)
        {
            var all = new float[values.Sum(value => value.numel())];
            reader.Read<float>(name, all);
            var start = 0;
            foreach (var value in values)
            {
                var count = (int)value.numel();
                value.copy_(torch.tensor(all[start..(start + count)]).reshape(value.shape).to(value.device));
                start += count;
            }
        }

        if (_kind != "sgd")
            reader.Read("steps", new Span<long>(ref _steps));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _moments.SelectMany(moment => moment.Values))
            tensor.Dispose();
    }

    private void Adapt(double weightDecay, double rate)
    {
        var decoupled = _kind == "adamw";
        using Scalar beta1 = _beta1.ToScalar(), rest1 = (1 - _beta1).ToScalar(), beta2 = _beta2.ToScalar(), rest2 = (1 - _beta2).ToScalar(), epsilon = Epsilon.ToScalar();
        using var added = weightDecay.ToScalar();
        using var kept = (1 - (rate * weightDecay)).ToScalar();
        using var scale = (1 / (1 - Math.Pow(_beta2, _steps))).ToScalar();
        using var move = (-rate / (1 - Math.Pow(_beta1, _steps))).ToScalar();
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (parameter.grad is not { } gradient)
                continue;
            if (!decoupled && weightDecay != 0)
                gradient = gradient.add(parameter, added);
            var (mean, square) = (_moments[0].Values[i], _moments[1].Values[i]);
            mean.mul_(beta1).add_(gradient, rest1);
            square.mul_(beta2).addcmul_(gradient, gradient, rest2);
            if (decoupled)
                parameter.mul_(kept);
            parameter.addcdiv_(mean, square.mul(scale).sqrt_().add_(epsilon), move);
        }
    }

    private void Descend(double momentum, double weightDecay, double rate)
    {
        using Scalar keep = momentum.ToScalar(), added = weightDecay.ToScalar(), move = (-rate).ToScalar();
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (parameter.grad is not { } gradient)
                continue;
            if (weightDecay != 0)
                gradient = gradient.add(parameter, added);
            var velocity = _moments[0].Values[i];
            velocity.mul_(keep).add_(gradient, Scalars.One);
            parameter.add_(_nesterov ? gradient.add(velocity, keep) : velocity, move);
        }
    }
}
