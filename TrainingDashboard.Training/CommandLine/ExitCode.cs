namespace TrainingDashboard.Training.CommandLine;

/// <summary>What the exit code of the command line means.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked; a job that was trained is completed.</summary>
    public const int Done = 0;

    /// <summary>The job failed.</summary>
    public const int Failed = 1;

    /// <summary>What it was asked makes no sense, or cannot be done; the message says why.</summary>
    public const int Refused = 2;

    /// <summary>The job is parked or interrupted, and can be resumed.</summary>
    public const int Parked = 3;

    /// <summary>The job was stopped.</summary>
    public const int Cancelled = 4;
}
