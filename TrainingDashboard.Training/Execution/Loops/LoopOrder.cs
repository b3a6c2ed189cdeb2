using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>What a loop is told before it begins; values only, as it may be told to another process.</summary>
internal sealed record LoopOrder
{
    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>Its number, for names that people see.</summary>
    public required long Number { get; init; }

    /// <summary>What it computes.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>Threads the loop may keep busy, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>Seconds between two checkpoints.</summary>
    public required double CheckpointSeconds { get; init; }

    /// <summary>Steps between two checkpoints; 0 where they do not matter.</summary>
    public required long CheckpointSteps { get; init; }

    /// <summary>Whether a lower loss over the validation part than ever is worth a checkpoint.</summary>
    public required bool CheckpointBest { get; init; }

    /// <summary>What was changed in earlier attempts.</summary>
    public required JobSteering Steering { get; init; }

    /// <summary>What was asked for and not obeyed by them, in order.</summary>
    public required IReadOnlyList<PendingCommand> Waiting { get; init; }
}

/// <summary>What differs from one attempt of a loop to the next, which goes on from a state that the loop still has.</summary>
/// <param name="Attempt">The number of the attempt.</param>
/// <param name="Best">The lowest validation loss of which there is a checkpoint; null for none.</param>
/// <param name="Step">Batches completed as the job shows them, until the loop reports again.</param>
internal sealed record LoopTurn(int Attempt, double? Best, long Step);
