using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>A request to a job.</summary>
/// <param name="Id">Names the command; its receipt carries the same.</param>
/// <param name="Job">The job it is for.</param>
/// <param name="Action">What it asks.</param>
/// <param name="By">Who asks, as people read it.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Arguments">With what; null for what has no arguments.</param>
public sealed record JobCommand(
    string Id, JobId Job, CommandAction Action, string By, DateTimeOffset At, CommandArguments? Arguments = null);
