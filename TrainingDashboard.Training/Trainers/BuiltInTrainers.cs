using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Training.Trainers;

/// <summary>The trainers that come with the program.</summary>
public static class BuiltInTrainers
{
    /// <summary>One instance of each, the default first.</summary>
    public static IReadOnlyList<ITrainer> All { get; } = [new MlpTrainer(), new CnnTrainer()];
}
