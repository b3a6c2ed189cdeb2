namespace TrainingDashboard.Training.Data;

/// <summary>The section <c>Datasets</c>: where datasets are kept and how large they may be.</summary>
public sealed class DatasetsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Datasets";

    /// <summary>The server's own folder; datasets are kept in <c>datasets/</c> under it, which is created.</summary>
    public string StorageFolder { get; set; } = "storage";

    /// <summary>A folder of files that may be registered without uploading them; null: none.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>Bounds of files, rows, columns and images.</summary>
    public DatasetLimits Limits { get; set; } = new();
}
