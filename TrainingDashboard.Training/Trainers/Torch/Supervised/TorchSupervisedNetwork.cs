using TorchSharp;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Supervised;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Supervised;

/// <summary>A network that learns from a dataset's samples, which lie on the device as a whole.</summary>
internal sealed class TorchSupervisedNetwork : ISupervisedNetwork, IDisposable
{
    private readonly TorchNetwork _network;
    private readonly TrainingData _data;
    private readonly torch.Device _device;
    private readonly Tensor _features;
    private readonly Tensor _truth;

    /// <param name="network">What learns.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="device">Where it computes.</param>
    public TorchSupervisedNetwork(TorchNetwork network, TrainingData data, torch.Device device)
    {
        (_network, _data, _device) = (network, data, device);
        _features = Shaped(torch.tensor(data.Features), data.Shape).to(device);
        _truth = (data.IsClassification ? torch.tensor(Array.ConvertAll(data.Labels, label => (long)label)) : torch.tensor(data.Targets)).to(device);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModelLayer> Layers => _network.Layers;

    /// <summary>Forward and backward: sums the loss over a mini-batch and leaves the mean loss's gradient with the parameters.</summary>
    public BatchScore Learn(ReadOnlyMemory<int> rows)
    {
        using var scope = torch.NewDisposeScope();
        var (loss, outputs, truth) = Forward(rows);
        loss.backward();
        return new BatchScore(
            TorchNetwork.ToArray(loss)[0] * (double)rows.Length,
            _data.IsClassification ? (int)TorchNetwork.ToInt64(outputs.argmax(1).eq(truth).sum()) : 0);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<float> GradientOver(TrainingData data, ReadOnlyMemory<int> rows)
    {
        using var scope = torch.NewDisposeScope();
        return _network.GradientOf(Forward(rows).Loss);
    }

    /// <inheritdoc/>
    public void Predict(TrainingData data, ReadOnlyMemory<int> rows, Memory<float> outputs)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var samples = new float[rows.Length * data.Shape.Size];
        for (var i = 0; i < rows.Length; i++)
            data.Sample(rows.Span[i]).CopyTo(samples.AsSpan(i * data.Shape.Size));
        TorchNetwork.ToArray(_network.Predict(Shaped(torch.tensor(samples), data.Shape).to(_device))).CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _features.Dispose();
        _truth.Dispose();
    }

    private (Tensor Loss, Tensor Outputs, Tensor Truth) Forward(ReadOnlyMemory<int> rows)
    {
        var index = torch.tensor(Array.ConvertAll(rows.ToArray(), row => (long)row)).to(_device);
        var truth = _truth.index_select(0, index);
        var outputs = _network.Learn(_features.index_select(0, index));
        var loss = _data.IsClassification
            ? torch.nn.functional.cross_entropy(outputs, truth)
            : torch.nn.functional.mse_loss(outputs.squeeze(1), truth);
        return (loss, outputs, truth);
    }

    private static Tensor Shaped(Tensor numbers, SampleShape shape) => numbers.reshape(-1, shape.Channels, shape.Height, shape.Width);
}
