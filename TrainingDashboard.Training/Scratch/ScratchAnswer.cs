using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Inspection;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Scratch;

/// <summary>What came of a loop beside any job: one of these.</summary>
internal sealed record ScratchAnswer
{
    /// <summary>What it reported.</summary>
    public ScratchReport? Report { get; init; }

    /// <summary>The look at its model.</summary>
    public Inspection.Inspection? Look { get; init; }

    /// <summary>What the model says of the sample.</summary>
    public Prediction? Prediction { get; init; }

    /// <summary>What went wrong.</summary>
    public ScratchFault? Fault { get; init; }
}

/// <summary>What went wrong, as it crosses from one process to another.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Errors">Every fault of an input.</param>
internal sealed record ScratchFault(ScratchFaultKind Kind, string Message, IReadOnlyList<FieldError>? Errors = null)
{
    /// <summary>The fault that an exception tells.</summary>
    public static ScratchFault Of(Exception exception) => exception switch
    {
        CheckpointException => new ScratchFault(ScratchFaultKind.Checkpoint, exception.Message),
        DatasetUnavailableException => new ScratchFault(ScratchFaultKind.Dataset, exception.Message),
        InvalidInputException input => new ScratchFault(ScratchFaultKind.Input, exception.Message, input.Errors),
        ScratchRunException => new ScratchFault(ScratchFaultKind.Run, exception.Message),
        _ => new ScratchFault(ScratchFaultKind.Run, $"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>The exception again.</summary>
    public Exception ToException(JobSpec spec) => Kind switch
    {
        ScratchFaultKind.Checkpoint => new CheckpointException(Message),
        ScratchFaultKind.Dataset => new DatasetUnavailableException(spec.Dataset, Message),
        ScratchFaultKind.Input when Errors is not null => new InvalidInputException(Errors),
        _ => new ScratchRunException(Message),
    };
}

/// <summary>Kinds of <see cref="ScratchFault"/>.</summary>
internal enum ScratchFaultKind
{
    /// <summary>The trainer is gone, broke, or shows nothing of its model.</summary>
    Run,

    /// <summary>The checkpoint does not fit what the spec makes.</summary>
    Checkpoint,

    /// <summary>The data are gone.</summary>
    Dataset,

    /// <summary>The sample is none of the dataset's kind.</summary>
    Input,
}
