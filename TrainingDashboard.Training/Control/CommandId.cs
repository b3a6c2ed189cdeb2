using System.Buffers;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>What names a command: the caller's word, or one made here.</summary>
public static class CommandId
{
    /// <summary>The longest id a caller may give.</summary>
    public const int MaximumLength = 64;

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:");

    /// <summary>A new one.</summary>
    public static string Create(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>What is expected of one, as a sentence.</summary>
    public static string Expected { get; } = $"Expected 1 to {MaximumLength} letters, digits, '-', '_', '.' or ':'.";

    /// <summary>Whether a text can be one: 1 to <see cref="MaximumLength"/> letters, digits, '-', '_', '.' or ':'.</summary>
    public static bool IsProper(string id) => id.Length is > 0 and <= MaximumLength && !id.AsSpan().ContainsAnyExcept(s_allowed);

    /// <summary>The caller's id.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static string Check(string id) => IsProper(id) ? id : throw new InvalidInputException("id", Expected);
}
