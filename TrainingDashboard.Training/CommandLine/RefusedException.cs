namespace TrainingDashboard.Training.CommandLine;

/// <summary>A command cannot be carried out; the message is one sentence for people.</summary>
internal sealed class RefusedException(string message) : Exception(message);
