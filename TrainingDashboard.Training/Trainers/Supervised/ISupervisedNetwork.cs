using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>A network that learns from samples with classes or targets, as far as it is judged and looked into.</summary>
internal interface ISupervisedNetwork
{
    /// <summary>The parameters as people see them.</summary>
    IReadOnlyList<ModelLayer> Layers { get; }

    /// <summary>Finds the mean loss's gradient over some samples, without learning from it.</summary>
    /// <returns>As long as all the layers' parameters together, in their order.</returns>
    ReadOnlyMemory<float> GradientOver(TrainingData data, ReadOnlyMemory<int> rows);

    /// <summary>What the network makes of some samples; nothing is learnt.</summary>
    /// <param name="data">Where the samples are.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="outputs">rows × the loss's outputs.</param>
    void Predict(TrainingData data, ReadOnlyMemory<int> rows, Memory<float> outputs);
}
