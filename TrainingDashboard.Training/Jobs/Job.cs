using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Jobs;

/// <summary>One execution of a trainer on a dataset, as it stands after its event <see cref="Seq"/>.</summary>
public sealed record Job
{
    /// <summary>Names the job everywhere.</summary>
    public required JobId Id { get; init; }

    /// <summary>A short number for people, counting from 1 in order of creation.</summary>
    public required long Number { get; init; }

    /// <summary>What it computes.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>What its start was named by; null where it had no name.</summary>
    public StartKey? StartKey { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Why it is there, as a sentence; null where the status says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>What was asked for last. Survives a restart, so that a paused job comes back paused.</summary>
    public DesiredState Desired { get; init; }

    /// <summary>
    /// Whether a breakpoint or the guard is what paused it, not a person. Such a job gives its slot to one that waits, and it
    /// stays marked in its checkpoint, until somebody lets it go on.
    /// </summary>
    public bool PausedByHit { get; init; }

    /// <summary>The number of the latest try, 0 before the first. Every write of a worker carries it.</summary>
    public int Attempt { get; init; }

    /// <summary>The number of its latest event, 0 before the first.</summary>
    public long Seq { get; init; }

    /// <summary>
    /// The number of the oldest event from which on all are kept, 1 where nothing was let go. Of those before there may still
    /// be some; its curves are whole all the same.
    /// </summary>
    public long FirstSeq { get; init; } = 1;

    /// <summary>How far it has come.</summary>
    public JobProgress Progress { get; init; } = new();

    /// <summary>What was changed while it ran, and what is still to be.</summary>
    public JobSteering Steering { get; init; } = JobSteering.None;

    /// <summary>Passes over the training part in all, as it is wanted now.</summary>
    public int Epochs => Steering.Changes.SelectMany(change => change.Values).LastOrDefault(value => value.Name == JobSpec.EpochsName) is { } changed
        ? changed.To.GetInt32()
        : Spec.Epochs;

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its first attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached a final status.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The message of the error that ended it; null unless failed.</summary>
    public string? Error { get; init; }

    /// <summary>The job as it was when it had just been asked for: what a start answers, however often it is asked.</summary>
    public Job AsStarted() => new() { Id = Id, Number = Number, Spec = Spec, StartKey = StartKey, Status = JobStatus.Queued, CreatedAt = CreatedAt };

    /// <summary>The job after a legal move.</summary>
    /// <exception cref="InvalidOperationException">The table has no such move.</exception>
    public Job MoveTo(JobStatus status, string? reason, DateTimeOffset at)
    {
        if (!Status.CanMoveTo(status))
            throw new InvalidOperationException($"A job that is {Status.ToWord()} cannot become {status.ToWord()}.");
        return this with
        {
            Status = status,
            Reason = reason,
            StartedAt = status == JobStatus.Running ? StartedAt ?? at : StartedAt,
            CompletedAt = status.IsFinal() ? at : null,
        };
    }
}

/// <summary>What was asked of a job last.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DesiredState>))]
public enum DesiredState
{
    /// <summary>Run to the end.</summary>
    Run,

    /// <summary>Wait.</summary>
    Pause,

    /// <summary>End early.</summary>
    Stop,

    /// <summary>Wait in a checkpoint, without a slot.</summary>
    Park,
}

/// <summary>The latest values of a job, for lists and status answers. The full curves are in its events.</summary>
public sealed record JobProgress
{
    /// <summary>The epoch under way, 1 for the first; 0 before it.</summary>
    public int Epoch { get; init; }

    /// <summary>Batches completed in all.</summary>
    public long Step { get; init; }

    /// <summary>Batches there will be in all; null until the loop knows.</summary>
    public long? TotalSteps { get; init; }

    /// <summary>Loss of the latest step.</summary>
    public double? Loss { get; init; }

    /// <summary>Accuracy of the latest step, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Loss over the validation part after the latest epoch.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy over the validation part after the latest epoch, 0 to 1.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Loss over the samples kept for testing, after training; null before, or where there are none.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Accuracy over the samples kept for testing, 0 to 1, after training.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Speed over the last seconds, without pauses.</summary>
    public double? StepsPerSecond { get; init; }
}
