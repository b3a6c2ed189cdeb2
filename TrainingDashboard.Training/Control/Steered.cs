using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>What a loop did because it is steered, at a batch boundary.</summary>
/// <param name="Step">Batches completed when it did.</param>
/// <param name="Loop">Changes, breakpoints and pause point as they stand now; what is pending is not the loop's to say.</param>
public sealed record Steered(long Step, JobSteering Loop)
{
    /// <summary>The command that is done with; null where the loop acted by itself.</summary>
    public JobCommand? Command { get; init; }

    /// <summary>Why the command could not be obeyed; null where it was.</summary>
    public string? Refused { get; init; }

    /// <summary>The hyperparameters that changed.</summary>
    public HyperparameterChange? Change { get; init; }

    /// <summary>What made the loop act by itself.</summary>
    public BreakpointHit? Hit { get; init; }

    /// <summary>The step that the loop goes back to.</summary>
    public long? BackTo { get; init; }

    /// <summary>Where the job goes.</summary>
    public LoopMove Move { get; init; }

    /// <summary>Why, as a sentence; null without a move.</summary>
    public string? Reason { get; init; }
}

/// <summary>A breakpoint that was hit, or the guard.</summary>
/// <param name="IsGuard">Whether it is the guard against what is not finite, and the weights were spared the batch.</param>
/// <param name="Text">What was seen, such as <c>loss 3.2 > 3</c>.</param>
/// <param name="BackTo">The step that a rollback would go back to; null where no earlier state is in memory.</param>
public sealed record BreakpointHit(bool IsGuard, string Text, long? BackTo);

/// <summary>Where a loop's own doing takes the job.</summary>
public enum LoopMove
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>The loop waits.</summary>
    Paused,

    /// <summary>The loop goes on.</summary>
    Running,

    /// <summary>The loop ends.</summary>
    Stopping,
}
