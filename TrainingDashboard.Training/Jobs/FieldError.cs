namespace TrainingDashboard.Training.Jobs;

/// <summary>One thing wrong with what somebody sent.</summary>
/// <param name="Field">The field as the sender wrote it, with dots for nesting: <c>hyperparameters.learningRate</c>.</param>
/// <param name="Message">A sentence that says what was expected and what came.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>Input was refused. Carries every fault found, not only the first; of very many the first hundred.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Faults that are told; of the others only how many there are.</summary>
    public const int MaximumErrors = 100;

    private const int LongestField = 200;
    private const int LongestMessage = 2_000;

    /// <param name="errors">The faults, at least one.</param>
    /// <param name="more">How many there are besides.</param>
    public InvalidInputException(IReadOnlyList<FieldError> errors, int more = 0)
        : this([.. errors.Take(MaximumErrors).Select(Bounded)], more + Math.Max(0, errors.Count - MaximumErrors), isBounded: true)
    {
    }

    /// <summary>A single fault.</summary>
    public InvalidInputException(string field, string message)
        : this([new FieldError(field, message)])
    {
    }

    private InvalidInputException(FieldError[] errors, int more, bool isBounded)
        : base(string.Join(" ", errors.Select(e => $"{e.Field}: {e.Message}")) + (more > 0 ? $" And {more:N0} more faults." : ""))
        => (Errors, More, _) = (errors, more, isBounded);

    /// <summary>The faults, at least one.</summary>
    public IReadOnlyList<FieldError> Errors { get; }

    /// <summary>How many faults there are that <see cref="Errors"/> does not hold.</summary>
    public int More { get; }

    // What was sent is part of them, and may be of any length.
    private static FieldError Bounded(FieldError error) => error.Field.Length <= LongestField && error.Message.Length <= LongestMessage
        ? error
        : new FieldError(Shown.CutTo(error.Field, LongestField), Shown.CutTo(error.Message, LongestMessage));
}
