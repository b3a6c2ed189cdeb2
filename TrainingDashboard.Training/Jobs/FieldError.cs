namespace TrainingDashboard.Training.Jobs;

/// <summary>One thing wrong with what somebody sent.</summary>
/// <param name="Field">The field as the sender wrote it, with dots for nesting: <c>hyperparameters.learningRate</c>.</param>
/// <param name="Message">A sentence that says what was expected and what came.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>Input was refused. Carries every fault found, not only the first.</summary>
public sealed class InvalidInputException(IReadOnlyList<FieldError> errors)
    : Exception(string.Join(" ", errors.Select(e => $"{e.Field}: {e.Message}")))
{
    /// <summary>A single fault.</summary>
    public InvalidInputException(string field, string message)
        : this([new FieldError(field, message)])
    {
    }

    /// <summary>The faults, at least one.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}
