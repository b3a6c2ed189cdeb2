namespace TrainingDashboard.Training.Storage;

/// <summary>The section <c>Storage</c>: where everything is kept.</summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>The folder for jobs, curves, checkpoints and datasets; made when missing. One dashboard at a time owns it.</summary>
    public string Path { get; set; } = "data";
}
