using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>How a trainer is made in another process.</summary>
/// <param name="Type">Its class; with its assembly where it is none of a plug-in.</param>
/// <param name="Plugin">The plug-in it is in; null for none.</param>
internal sealed record TrainerSource(string Type, string? Plugin)
{
    /// <summary>How to make this trainer again; null where it can only be used as it is.</summary>
    public static TrainerSource? Of(ITrainer trainer) => trainer switch
    {
        PluginTrainer plugin => new TrainerSource(plugin.Type, plugin.File),
        _ when trainer.GetType() is { AssemblyQualifiedName: { } name } type && TrainerClass.CanMake(type) => new TrainerSource(name, null),
        _ => null,
    };

    /// <summary>Makes it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made here.</exception>
    public ITrainer Make() => Plugin is null ? TrainerClass.Make(System.Type.GetType(Type, throwOnError: true)!) : PluginTrainer.Make(Plugin, Type);
}
