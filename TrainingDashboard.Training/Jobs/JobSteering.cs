using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Jobs;

/// <summary>
/// How a job is steered: what was changed while it ran and what is still to be. Part of the job, so that an attempt that
/// goes on from a checkpoint computes what one that was never ended would have.
/// </summary>
public sealed record JobSteering
{
    /// <summary>The most changes a job can have; one more is refused.</summary>
    public const int MaximumChanges = 1_000;

    /// <summary>The most commands that can wait for their step.</summary>
    public const int MaximumPending = 32;

    /// <summary>Nothing was changed.</summary>
    public static JobSteering None { get; } = new();

    /// <summary>Changes of hyperparameters that took effect, in order of their steps.</summary>
    public IReadOnlyList<HyperparameterChange> Changes { get; init; } = [];

    /// <summary>Commands that were accepted and that the loop has not obeyed yet, in the order they came.</summary>
    public IReadOnlyList<PendingCommand> Pending { get; init; } = [];

    /// <summary>When the job is to pause by itself.</summary>
    public IReadOnlyList<Breakpoint> Breakpoints { get; init; } = [];

    /// <summary>Where a step command ends; null where none is under way.</summary>
    public PausePoint? PauseAt { get; init; }

    /// <summary>
    /// What is left after going back to a step: changes made after it are as if they had not been, and so is a step
    /// command under way.
    /// </summary>
    public JobSteering GoneBackTo(long step)
        => this with { Changes = [.. Changes.Where(change => change.Step <= step)], PauseAt = null };
}

/// <summary>Hyperparameters that changed while the job ran.</summary>
/// <param name="Command">The command that asked for it.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When it took effect, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Step">Batches completed when it took effect.</param>
/// <param name="Epoch">The first epoch in which those count that an epoch begins with, 1 for the first.</param>
/// <param name="Over">Batches over which numbers go to their new value in a straight line; 0 for at once.</param>
/// <param name="Cause">What kind of command asked for it.</param>
/// <param name="Values">What changed.</param>
/// <param name="IsTakenBack">Whether a later revert took it back.</param>
public sealed record HyperparameterChange(
    string Command,
    string By,
    long At,
    long Step,
    int Epoch,
    long Over,
    ChangeCause Cause,
    IReadOnlyList<ValueChange> Values,
    bool IsTakenBack = false);

/// <summary>One hyperparameter's change.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The value before.</param>
/// <param name="To">The value afterwards.</param>
public sealed record ValueChange(string Name, JsonElement From, JsonElement To);

/// <summary>Why hyperparameters changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeCause>))]
public enum ChangeCause
{
    /// <summary>Somebody set them.</summary>
    [JsonStringEnumMemberName("set")]
    Set,

    /// <summary>Somebody took the last change back.</summary>
    [JsonStringEnumMemberName("revert")]
    Revert,

    /// <summary>The job went back some steps.</summary>
    [JsonStringEnumMemberName("rollback")]
    Rollback,
}

/// <summary>A command that waits for the loop.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Action">The word for what it asks.</param>
/// <param name="Arguments">With what, as JSON; null for nothing.</param>
/// <param name="By">Who asks.</param>
/// <param name="At">When it was asked, milliseconds since 1970-01-01 UTC.</param>
public sealed record PendingCommand(string Id, string Action, JsonElement? Arguments, string By, long At);

/// <summary>Where a job pauses after a step command.</summary>
/// <param name="Step">After so many batches in all.</param>
/// <param name="Epoch">After so many epochs in all, with their validation.</param>
public sealed record PausePoint(long? Step, int? Epoch);
