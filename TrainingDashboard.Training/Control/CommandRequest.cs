namespace TrainingDashboard.Training.Control;

/// <summary>A command as somebody asks for it.</summary>
/// <param name="Action">What is asked.</param>
/// <param name="Arguments">With what; null for what has no arguments.</param>
/// <param name="Id">
/// The caller's name for the command: the same again gets the same receipt and has no second effect. Null for a new one.
/// </param>
public sealed record CommandRequest(CommandAction Action, CommandArguments? Arguments = null, string? Id = null);
