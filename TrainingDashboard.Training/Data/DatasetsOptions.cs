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

    /// <summary>
    /// How many uploads or files of the data directory are read at one time, 1 to 64, as each takes memory for what it unpacks; by
    /// default one for every 4 GB that this process may use. The others wait in order.
    /// </summary>
    public int ReadingsAtOnce { get; set; } = Math.Clamp((int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 32), 1, Math.Clamp(Environment.ProcessorCount, 1, 4));

    /// <summary>Bounds of files, rows, columns and images.</summary>
    public DatasetLimits Limits { get; set; } = new();
}
