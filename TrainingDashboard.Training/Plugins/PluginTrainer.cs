using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>A plug-in's trainer as the dashboard knows it: what it says of itself. It is made where its loop runs.</summary>
/// <param name="file">The plug-in.</param>
/// <param name="type">The trainer's class.</param>
/// <param name="description">What it said of itself.</param>
internal sealed class PluginTrainer(string file, string type, TrainerDescription description) : ITrainer
{
    /// <inheritdoc/>
    public TrainerDescription Description => description;

    /// <summary>The plug-in.</summary>
    public string File => file;

    /// <summary>The trainer's class.</summary>
    public string Type => type;

    /// <inheritdoc/>
    public void Train(TrainingContext context) => Make(file, type).Train(context);

    /// <summary>Makes the trainer itself.</summary>
    /// <exception cref="InvalidOperationException">There is no such class, or it is no trainer.</exception>
    public static ITrainer Make(string file, string type)
        => TrainerClass.Make(PluginContext.Load(file).GetType(type, throwOnError: true)!);
}
