namespace TrainingDashboard.Training.Execution.Children;

/// <summary>What the worker tells a loop's process.</summary>
internal enum WorkerFrame : byte
{
    /// <summary>The order, the first turn, where things are, and the checkpoint to go on from.</summary>
    Begin = 1,

    /// <summary>The next turn, after the loop went back.</summary>
    GoOn,

    /// <summary>A command.</summary>
    Command,

    /// <summary>The worker shuts down.</summary>
    Interrupt,

    /// <summary>What became of the state that was to be kept.</summary>
    Answer,

    /// <summary>In the place of <see cref="Begin"/>: a loop beside any job, and the checkpoint that it begins with.</summary>
    Scratch,

    /// <summary>In the place of <see cref="Begin"/>: a plug-in, of which to tell what it has.</summary>
    Describe,
}

/// <summary>What a loop's process tells the worker: the calls of <see cref="Loops.ILoopListener"/>, and how it fares.</summary>
internal enum LoopFrame : byte
{
    /// <summary><see cref="Loops.ILoopListener.Plan"/>.</summary>
    Plan = 1,

    /// <summary><see cref="Loops.ILoopListener.Step"/>.</summary>
    Step,

    /// <summary><see cref="Loops.ILoopListener.Point"/>.</summary>
    Point,

    /// <summary><see cref="Loops.ILoopListener.Epoch"/>.</summary>
    Epoch,

    /// <summary><see cref="Loops.ILoopListener.Sample"/>.</summary>
    Sample,

    /// <summary><see cref="Loops.ILoopListener.Validation"/>.</summary>
    Validation,

    /// <summary><see cref="Loops.ILoopListener.Log"/>.</summary>
    Log,

    /// <summary><see cref="Loops.ILoopListener.Steered"/>.</summary>
    Steered,

    /// <summary><see cref="Loops.ILoopListener.Applied"/>.</summary>
    Applied,

    /// <summary><see cref="Loops.ILoopListener.Keep"/>; waits for <see cref="WorkerFrame.Answer"/>.</summary>
    Keep,

    /// <summary><see cref="Loops.ILoopListener.Kept"/>.</summary>
    Kept,

    /// <summary><see cref="Loops.ILoopListener.Durable"/>.</summary>
    Durable,

    /// <summary>A sign of life, every second: <see cref="LoopPulse"/>.</summary>
    Beat,

    /// <summary>The attempt is over: <see cref="Loops.LoopEnd"/>.</summary>
    Ended,

    /// <summary>The one answer of a process that runs no job.</summary>
    Answer,
}

/// <summary>How a loop fares.</summary>
/// <param name="Paused">How long it has stood paused in all.</param>
/// <param name="Passes">How often it came to its control point.</param>
/// <param name="IsWaiting">Whether it stands there because it is paused.</param>
internal readonly record struct LoopPulse(TimeSpan Paused, long Passes, bool IsWaiting);
