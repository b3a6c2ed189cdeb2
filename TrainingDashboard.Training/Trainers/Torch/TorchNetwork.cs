using System.Runtime.InteropServices;
using TorchSharp;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Trainers.Supervised;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using Parameter = TorchSharp.Modules.Parameter;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch;

/// <summary>
/// A network of TorchSharp's whose every random number comes from the job's seed: before each mini-batch libtorch's generator
/// is seeded anew from one whose state is in the checkpoint, so that a resumed job drops the same units on any device.
/// </summary>
internal sealed class TorchNetwork : ITrainingState, IDisposable
{
    private readonly Module _module;
    private readonly (string Name, Parameter Value)[] _parameters;
    private readonly torch.Device _device;
    private readonly RandomSource _noise;

    /// <param name="make">Makes the network, with weights that libtorch draws.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="seed">The job's seed.</param>
    public TorchNetwork(Func<Module> make, torch.Device device, long seed)
    {
        Seed(new RandomSource(seed, RandomStreams.Weights));
        _device = device;
        _module = make();
        _module.to(device);
        _noise = new RandomSource(seed, RandomStreams.Noise);
        _parameters = [.. _module.named_parameters().Select(named => (named.name, named.parameter))];
    }

    /// <summary>All parameters, in the network's order.</summary>
    public IEnumerable<Parameter> Parameters => _parameters.Select(parameter => parameter.Value);

    /// <summary>Numbers in all parameters together.</summary>
    public int ParameterCount => (int)_parameters.Sum(parameter => parameter.Value.numel());

    /// <summary>The parameters as people see them.</summary>
    public IReadOnlyList<ModelLayer> Layers =>
        [.. Grouped().Select(layer => new ModelLayer(layer.Key, layer.SelectMany(parameter => ToArray(parameter.Value)).ToArray()))];

    /// <summary>Forward for learning, from no gradient and with the next random numbers.</summary>
    public Tensor Learn(Tensor input)
    {
        Seed(_noise);
        _module.train();
        _module.zero_grad();
        return _module.call(input);
    }

    /// <summary>Forward without learning anything. To be called where no gradient is kept.</summary>
    public Tensor Predict(Tensor input)
    {
        _module.eval();
        return _module.call(input);
    }

    /// <summary>Shortens the whole gradient to a norm of <paramref name="limit"/> if it is longer; 0 leaves it as it is.</summary>
    /// <returns>The Euclidean norm before.</returns>
    public double Clip(double limit) => torch.nn.utils.clip_grad_norm_(Parameters, limit > 0 ? limit : float.MaxValue);

    /// <summary>The gradient of a loss by all parameters, in the order of <see cref="Layers"/>.</summary>
    public float[] GradientOf(Tensor loss)
    {
        var gradients = torch.autograd.grad([loss], [.. Parameters], allow_unused: true);
        return [.. gradients.Zip(Parameters, (gradient, parameter) => gradient is null ? new float[parameter.numel()] : ToArray(gradient)).SelectMany(part => part)];
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        foreach (var (name, parameter) in _parameters)
            writer.Write<float>(name, ToArray(parameter));
        _noise.Save(writer.Scope("noise"));
    }

    /// <inheritdoc/>
    public void Load(StateReader reader)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        foreach (var (name, parameter) in _parameters)
        {
            var values = new float[parameter.numel()];
            reader.Read<float>(name, values);
            parameter.copy_(torch.tensor(values).reshape(parameter.shape).to(_device));
        }

        _noise.Load(reader.Scope("noise"));
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();

    /// <summary>A tensor's numbers, wherever it is.</summary>
    internal static float[] ToArray(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(tensor.detach().cpu().contiguous().bytes).ToArray();
    }

    /// <summary>The one whole number that a tensor holds.</summary>
    internal static long ToInt64(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return MemoryMarshal.Read<long>(tensor.cpu().bytes);
    }

    private static void Seed(RandomSource source) => torch.manual_seed((long)(source.NextUInt64() >> 1));

    // "dense1.weight" and "dense1.bias" are one layer.
    private IEnumerable<IGrouping<string, (string Name, Parameter Value)>> Grouped()
        => _parameters.GroupBy(parameter => parameter.Name.LastIndexOf('.') is > 0 and var dot ? parameter.Name[..dot] : parameter.Name);
}
