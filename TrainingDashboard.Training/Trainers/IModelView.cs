using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers;

/// <summary>
/// What a trainer lets people see of its model (<see cref="TrainingContext.Show"/>): asked between two batches, on the
/// loop's thread, of a copy of the job that computes nothing else.
/// </summary>
public interface IModelView
{
    /// <summary>The samples that the loop learns from and is judged by.</summary>
    TrainingData Data { get; }

    /// <summary>The parameters, first layer first.</summary>
    IReadOnlyList<ModelLayer> Layers { get; }

    /// <summary>Numbers that the model gives for each sample: one for each class, or one.</summary>
    int Outputs { get; }

    /// <summary>Finds the mean loss's gradient over some samples, without learning from it.</summary>
    /// <param name="rows">The samples, at least one.</param>
    /// <returns>As long as all the layers' parameters together, in their order.</returns>
    ReadOnlyMemory<float> GradientOver(ReadOnlyMemory<int> rows);

    /// <summary>What the model makes of samples.</summary>
    /// <param name="data">Where the samples are; prepared as <see cref="Data"/>.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="outputs">rows × <see cref="Outputs"/>: the probability of each class, or the target as it was prepared.</param>
    void Predict(TrainingData data, ReadOnlyMemory<int> rows, Memory<float> outputs);
}

/// <summary>The parameters of one layer.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Parameters">Weights and biases.</param>
public sealed record ModelLayer(string Name, ReadOnlyMemory<float> Parameters);
