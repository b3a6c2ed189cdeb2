using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Feed.Events;

/// <summary>Anything that happened to a job.</summary>
/// <param name="At">When, milliseconds since 1970-01-01 UTC.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MetricsEvent), "metrics")]
[JsonDerivedType(typeof(StatusEvent), "status")]
[JsonDerivedType(typeof(EpochEvent), "epoch")]
[JsonDerivedType(typeof(ConfusionEvent), "confusion")]
[JsonDerivedType(typeof(LogEvent), "log")]
[JsonDerivedType(typeof(ReceiptEvent), "receipt")]
[JsonDerivedType(typeof(CheckpointEvent), "checkpoint")]
[JsonDerivedType(typeof(HyperparameterEvent), "hyperparameter")]
[JsonDerivedType(typeof(BreakpointEvent), "breakpoint")]
[JsonDerivedType(typeof(RollbackEvent), "rollback")]
public abstract record JobEvent(long At)
{
    /// <summary>The job's number for this event, counting from 1; 0 until it is stored.</summary>
    [JsonPropertyOrder(-1)]
    public long Seq { get; init; }
}

/// <summary>Points of some steps.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Blocks">The points as columns.</param>
public sealed record MetricsEvent(long At, IReadOnlyList<MetricBlock> Blocks) : JobEvent(At);

/// <summary>The job's status changed, or the same status has a new reason or attempt.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Status">The status from here on.</param>
/// <param name="Reason">Why, as a sentence.</param>
/// <param name="Attempt">The number of the latest try.</param>
public sealed record StatusEvent(long At, JobStatus Status, string? Reason, int Attempt) : JobEvent(At);

/// <summary>An epoch begins.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Epoch">Its number, 1 for the first.</param>
public sealed record EpochEvent(long At, int Epoch) : JobEvent(At);

/// <summary>How the classes were told apart on the validation part.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Epoch">The epoch it follows.</param>
/// <param name="Step">The step it follows.</param>
/// <param name="Classes">Class names in label order.</param>
/// <param name="Counts">Samples by actual class (outer) and predicted class (inner).</param>
public sealed record ConfusionEvent(
    long At, int Epoch, long Step, IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Counts) : JobEvent(At);

/// <summary>A line of the job's log.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">The line; at most <see cref="MaximumLength"/> UTF-16 units.</param>
public sealed record LogEvent(
    long At, [property: JsonConverter(typeof(LowerCaseLogLevelConverter))] LogLevel Level, string Text) : JobEvent(At)
{
    /// <summary>Longer lines are cut.</summary>
    public const int MaximumLength = 8_000;
}

/// <summary>What became of a command.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Command">The command's id.</param>
/// <param name="Action">What it asked.</param>
/// <param name="State">How far it has come.</param>
/// <param name="By">Who asked.</param>
/// <param name="Step">Batches completed when it took effect; null before.</param>
/// <param name="Milliseconds">Time from the request to the effect; null before.</param>
/// <param name="Reason">Why the loop could not do it; null unless refused.</param>
/// <param name="Digest">Tells the command's arguments from others; null where it has none, and after it was requested.</param>
public sealed record ReceiptEvent(
    long At, string Command, CommandAction Action, ReceiptState State, string By, long? Step, double? Milliseconds, string? Reason = null, string? Digest = null)
    : JobEvent(At);

/// <summary>The job's state is durable up to here.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Step">Batches it covers.</param>
/// <param name="Epoch">Epochs it covers.</param>
/// <param name="Bytes">Length of its file.</param>
/// <param name="Reason">Why it was made.</param>
public sealed record CheckpointEvent(
    long At, long Step, int Epoch, long Bytes, CheckpointReason Reason = CheckpointReason.Periodic) : JobEvent(At);

/// <summary>Hyperparameters changed while the job ran.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Command">The command that asked for it.</param>
/// <param name="By">Who asked.</param>
/// <param name="Step">Batches completed when it took effect.</param>
/// <param name="Epoch">The first epoch in which those count that an epoch begins with.</param>
/// <param name="Over">Batches over which numbers go to their new value in a straight line; 0 for at once.</param>
/// <param name="Cause">What kind of command asked for it.</param>
/// <param name="Values">What changed.</param>
public sealed record HyperparameterEvent(
    long At, string Command, string By, long Step, int Epoch, long Over, ChangeCause Cause, IReadOnlyList<ValueChange> Values) : JobEvent(At);

/// <summary>A breakpoint was hit, or the guard against what is not finite; a status event says what became of the job.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Step">Batches completed.</param>
/// <param name="IsGuard">Whether it was the guard, and the weights were spared the batch.</param>
/// <param name="Text">What was seen, such as <c>loss 3.2 > 3</c>.</param>
/// <param name="BackTo">The step to which the usual rollback would go back; null where no earlier state is in memory.</param>
public sealed record BreakpointEvent(long At, long Step, bool IsGuard, string Text, long? BackTo) : JobEvent(At);

/// <summary>The job went back: what it had reported after a step is abandoned.</summary>
/// <param name="At"><inheritdoc cref="JobEvent.At" path="/node()"/></param>
/// <param name="Command">The command that asked for it.</param>
/// <param name="By">Who asked.</param>
/// <param name="Step">Batches completed before.</param>
/// <param name="BackTo">Batches completed afterwards.</param>
public sealed record RollbackEvent(long At, string Command, string By, long Step, long BackTo) : JobEvent(At);
