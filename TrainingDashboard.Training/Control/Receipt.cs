using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>The answer to a command. What becomes of it later is a receipt event in the job's feed, under the same id.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="Job">The job it is for.</param>
/// <param name="Action">What it asks.</param>
/// <param name="State">Requested, applied at once, or refused.</param>
/// <param name="Reason">Why it was refused; null otherwise.</param>
/// <param name="At">When.</param>
public sealed record Receipt(
    string Command, JobId Job, CommandAction Action, ReceiptState State, string? Reason, DateTimeOffset At);

/// <summary>There is no job of this id.</summary>
public sealed class JobNotFoundException(string id) : Exception($"There is no job {id}.");
