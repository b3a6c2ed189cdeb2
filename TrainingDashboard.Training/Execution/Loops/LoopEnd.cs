namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>How a loop ended.</summary>
/// <param name="Kind">How.</param>
/// <param name="Step">Batches completed by then.</param>
internal sealed record LoopEnd(LoopEndKind Kind, long Step)
{
    /// <summary>Who made it end, as people read it; null where nobody did.</summary>
    public string? By { get; init; }

    /// <summary>Why, as a sentence; null where the kind says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>The message of the error that ended it; null without one.</summary>
    public string? Error { get; init; }

    /// <summary>The step of the state from which it will go on; null unless it went back.</summary>
    public long? BackTo { get; init; }

    /// <summary>The end of a loop whose trainer threw.</summary>
    public static LoopEnd OfFault(Exception fault, long step)
        => new(LoopEndKind.Failed, step) { Reason = $"{fault.GetType().Name}: {fault.Message}", Error = fault.Message };
}

/// <summary>The ways in which a loop ends.</summary>
internal enum LoopEndKind
{
    /// <summary>It ran its epochs.</summary>
    Completed,

    /// <summary>It was told to end: by a stop, or because the worker shuts down.</summary>
    Stopped,

    /// <summary>It was parked.</summary>
    Parked,

    /// <summary>It went back to an earlier state, to go on from there.</summary>
    WentBack,

    /// <summary>The trainer threw, or ended its process.</summary>
    Failed,

    /// <summary>Its process was killed by somebody else.</summary>
    Killed,
}
