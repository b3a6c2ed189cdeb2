using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>What a loop's process is told first: everything that it cannot find out from the order itself.</summary>
/// <param name="Loop">What to do.</param>
/// <param name="Turn">The first attempt.</param>
/// <param name="TrainerType">The trainer's class, with its assembly; it is made there without arguments.</param>
/// <param name="Datasets">Where data are found.</param>
internal sealed record ChildOrder(LoopOrder Loop, LoopTurn Turn, string TrainerType, DatasetsOptions Datasets)
{
    /// <summary>Whether a trainer can be made in another process.</summary>
    public static bool CanCarry(ITrainer trainer)
        => trainer.GetType() is { IsGenericType: false, AssemblyQualifiedName: not null } type && type.GetConstructor(Type.EmptyTypes) is not null;

    /// <summary>Makes a trainer of a class.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made here.</exception>
    public static ITrainer MakeTrainer(string trainerType)
    {
        var type = Type.GetType(trainerType, throwOnError: true)!;
        return Activator.CreateInstance(type) as ITrainer ?? throw new InvalidOperationException($"{type} is no trainer.");
    }
}
