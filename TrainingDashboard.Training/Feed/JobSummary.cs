using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>A job in one line: what lists, status answers and page heads show.</summary>
public sealed record JobSummary
{
    /// <summary>Names the job.</summary>
    public required JobId Id { get; init; }

    /// <summary>Its number for people.</summary>
    public required long Number { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The trainer's name.</summary>
    public required string Trainer { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Why it is there.</summary>
    public string? Reason { get; init; }

    /// <summary>What it waits for and its place in the queue; null where it does not wait for a slot.</summary>
    public JobWaiting? Waiting { get; init; }

    /// <summary>The epoch under way, 1 for the first; 0 before it.</summary>
    public int Epoch { get; init; }

    /// <summary>Epochs in all.</summary>
    public int TotalEpochs { get; init; }

    /// <summary>Batches completed.</summary>
    public long Step { get; init; }

    /// <summary>Batches in all, once the loop knows.</summary>
    public long? TotalSteps { get; init; }

    /// <summary>Loss of the latest step.</summary>
    public double? Loss { get; init; }

    /// <summary>Accuracy of the latest step, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Loss over the validation part.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy over the validation part, 0 to 1.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Loss over the samples kept for testing, after training.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Accuracy over the samples kept for testing, 0 to 1, after training.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Batches per second over the last seconds.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Seconds until the end at this speed; null unless running.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>How much is done, 0 to 100.</summary>
    public double Progress { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The message of the error that ended it.</summary>
    public string? Error { get; init; }

    /// <summary>The number of the latest try.</summary>
    public int Attempt { get; init; }

    /// <summary>The number of the latest event.</summary>
    public long Seq { get; init; }

    /// <summary>Where it was forked from; null where it began at the beginning.</summary>
    public ForkOrigin? ForkedFrom { get; init; }

    /// <summary>Makes the line from the job. What it waits for only the board knows: <see cref="JobBoard.SummaryOf"/>.</summary>
    public static JobSummary Of(Job job)
    {
        var progress = job.Progress;
        var left = job.Status == JobStatus.Running && progress is { TotalSteps: { } total, StepsPerSecond: > 0 }
            ? Math.Max(0, total - progress.Step) / progress.StepsPerSecond
            : null;
        return new JobSummary
        {
            Id = job.Id,
            Number = job.Number,
            Name = job.Spec.Name,
            Trainer = job.Spec.Trainer,
            Dataset = job.Spec.Dataset,
            Status = job.Status,
            Reason = job.Reason,
            Epoch = progress.Epoch,
            TotalEpochs = job.Epochs,
            Step = progress.Step,
            TotalSteps = progress.TotalSteps,
            Loss = progress.Loss,
            Accuracy = progress.Accuracy,
            ValidationLoss = progress.ValidationLoss,
            ValidationAccuracy = progress.ValidationAccuracy,
            TestLoss = progress.TestLoss,
            TestAccuracy = progress.TestAccuracy,
            StepsPerSecond = progress.StepsPerSecond,
            SecondsLeft = left,
            Progress = ProgressOf(job),
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            CompletedAt = job.CompletedAt,
            Error = job.Error,
            Attempt = job.Attempt,
            Seq = job.Seq,
            ForkedFrom = job.Spec.Parent,
        };
    }

    private static double ProgressOf(Job job)
    {
        if (job.Status == JobStatus.Completed)
            return 100;
        return job.Progress.TotalSteps is { } total and > 0 ? Math.Min(100, 100.0 * job.Progress.Step / total) : 0;
    }
}
