using System.Reflection;

namespace TrainingDashboard.Training.Trainers;

/// <summary>Trainers made from their class alone, as plug-ins and processes of their own make them.</summary>
internal static class TrainerClass
{
    /// <summary>Whether a trainer can be made of a class without arguments.</summary>
    public static bool CanMake(Type type)
        => type is { IsAbstract: false, IsGenericType: false } && type.IsAssignableTo(typeof(ITrainer)) && type.GetConstructor(Type.EmptyTypes) is not null;

    /// <summary>Makes one. What its constructor throws comes out as it is.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made of this class.</exception>
    public static ITrainer Make(Type type)
        => CanMake(type)
            ? (ITrainer)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, null, null)!
            : throw new InvalidOperationException($"{type} is no trainer that can be made without arguments.");
}
