using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>An assembly with trainers.</summary>
/// <param name="Name">What people call it: its file's name without the ending.</param>
/// <param name="File">Where it is.</param>
/// <param name="Trainers">Names of the trainers that it brings.</param>
/// <param name="Fault">Why it cannot be used, as a sentence; null where it can.</param>
public sealed record Plugin(string Name, string File, IReadOnlyList<string> Trainers, string? Fault);

/// <summary>What an assembly was found to have.</summary>
/// <param name="Trainers">Its trainers.</param>
/// <param name="Fault">Why it cannot be used; null where it can.</param>
internal sealed record PluginContent(IReadOnlyList<PluginContent.Trainer> Trainers, string? Fault)
{
    /// <summary>A trainer in it.</summary>
    /// <param name="Type">Its class.</param>
    /// <param name="Description">What it says of itself.</param>
    public sealed record Trainer(string Type, TrainerDescription Description);

    /// <summary>One that has not answered yet.</summary>
    public static PluginContent Unasked { get; } = Broken("It has not said yet what it has; look again in a moment.");

    /// <summary>One that cannot be used.</summary>
    public static PluginContent Broken(string fault) => new([], fault);
}
