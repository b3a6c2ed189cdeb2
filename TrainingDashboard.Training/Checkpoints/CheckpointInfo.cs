namespace TrainingDashboard.Training.Checkpoints;

/// <summary>A checkpoint in one line. A job has at most one for each step.</summary>
public sealed record CheckpointInfo
{
    /// <summary>Batches it covers; names it within its job.</summary>
    public required long Step { get; init; }

    /// <summary>The attempt that made it; 0 where it came with a fork.</summary>
    public required int Attempt { get; init; }

    /// <summary>Epochs it covers, with their validation.</summary>
    public required int Epoch { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Length of its file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its file, 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Why it was made.</summary>
    public required CheckpointReason Reason { get; init; }

    /// <summary>Loss over the validation part at this step; null where it was not judged then.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy over the validation part at this step, 0 to 1; null where it was not judged then or means nothing.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Whether it is the one of the lowest validation loss that the job has.</summary>
    public bool Best { get; init; }

    /// <summary>Whether it is kept until somebody says otherwise.</summary>
    public bool Pinned { get; init; }

    /// <summary>Whether the job was rewound to before it: the job does not go on from it, a fork may.</summary>
    public bool Abandoned { get; init; }

    /// <summary>Whether its file is gone. What is known of it stays: the file may come back, as with a disk that is not there.</summary>
    public bool Missing { get; init; }

    /// <summary>Whether a resume from it gave the same bits; null where nobody asked.</summary>
    public ResumeProof? Proof { get; init; }
}
