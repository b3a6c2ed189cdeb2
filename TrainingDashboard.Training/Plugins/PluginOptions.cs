namespace TrainingDashboard.Training.Plugins;

/// <summary>The section <c>Plugins</c>: where trainers of other people are.</summary>
public sealed class PluginOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Plugins";

    /// <summary>
    /// A folder with an assembly, or with a folder, for each plug-in; null for <c>plugins</c> in the storage folder. It need not
    /// exist.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>Assemblies somewhere else.</summary>
    public IReadOnlyList<string> Files { get; set; } = [];
}
