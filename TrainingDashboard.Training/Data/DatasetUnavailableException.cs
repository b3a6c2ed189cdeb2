namespace TrainingDashboard.Training.Data;

/// <summary>A registered dataset cannot be loaded, because its file is gone, has changed or may no longer be reached.</summary>
/// <param name="name">The dataset.</param>
/// <param name="reason">A sentence for people.</param>
/// <param name="inner">What the system said.</param>
public sealed class DatasetUnavailableException(string name, string reason, Exception? inner = null)
    : Exception($"Dataset '{name}' cannot be loaded: {reason}", inner)
{
    /// <summary>The dataset.</summary>
    public string Name { get; } = name;
}
