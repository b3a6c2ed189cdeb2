using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>What a command is asked with.</summary>
public abstract record CommandArguments
{
    /// <summary>The arguments as JSON, as <see cref="CommandJson"/> reads them.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, GetType(), FeedJson.Options);
}

/// <summary>How far a <see cref="CommandAction.Step"/> goes: one of the two.</summary>
/// <param name="Batches">So many batches, 1 to <see cref="Maximum"/>.</param>
/// <param name="Epochs">To the end of so many epochs with their validation, the one under way counted; 1 to <see cref="Maximum"/>.</param>
public sealed record StepArguments(int? Batches = null, int? Epochs = null) : CommandArguments
{
    /// <summary>The furthest step.</summary>
    public const int Maximum = 1_000_000;
}

/// <summary>What a <see cref="CommandAction.Set"/> changes.</summary>
/// <param name="Values">New values by hyperparameter, at least one.</param>
/// <param name="At">After so many batches in all; null for as soon as possible.</param>
/// <param name="Over">Batches over which numbers go to their new value in a straight line; null for at once.</param>
public sealed record SetArguments(IReadOnlyDictionary<string, JsonElement> Values, long? At = null, long? Over = null) : CommandArguments;

/// <summary>What <see cref="CommandAction.Breakpoints"/> puts in the place of the job's breakpoints.</summary>
/// <param name="Breakpoints">All of them; none takes them away.</param>
public sealed record BreakpointsArguments(IReadOnlyList<Breakpoint> Breakpoints) : CommandArguments;

/// <summary>How far a <see cref="CommandAction.Rollback"/> goes back.</summary>
/// <param name="Steps">At least so many batches where the memory reaches so far, 1 to 1,000,000.</param>
/// <param name="Scale">What the learning rate is multiplied by, above 0 to 10.</param>
public sealed record RollbackArguments(int Steps = RollbackArguments.DefaultSteps, double Scale = RollbackArguments.DefaultScale) : CommandArguments
{
    /// <summary>Batches to go back where nothing is said.</summary>
    public const int DefaultSteps = 50;

    /// <summary>What the learning rate is multiplied by where nothing is said.</summary>
    public const double DefaultScale = 0.5;
}
