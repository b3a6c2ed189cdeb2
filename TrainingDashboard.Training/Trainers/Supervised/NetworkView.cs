using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;

namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>What trainers of samples with classes or targets show of their network.</summary>
/// <param name="network">The network.</param>
/// <param name="loss">What its outputs are held against.</param>
/// <param name="data">Its samples.</param>
internal sealed class NetworkView(ISupervisedNetwork network, ILoss loss, TrainingData data) : IModelView
{
    /// <inheritdoc/>
    public TrainingData Data => data;

    /// <inheritdoc/>
    public IReadOnlyList<ModelLayer> Layers => network.Layers;

    /// <inheritdoc/>
    public int Outputs => loss.Outputs;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> GradientOver(ReadOnlyMemory<int> rows)
        => network.GradientOver(data, rows);

    /// <inheritdoc/>
    public void Predict(TrainingData data, ReadOnlyMemory<int> rows, Memory<float> outputs)
    {
        network.Predict(data, rows, outputs);
        for (var i = 0; i < rows.Length; i++)
            loss.ToPrediction(outputs.Span.Slice(i * loss.Outputs, loss.Outputs));
    }
}
