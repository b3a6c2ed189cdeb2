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

    /// <summary>The caller's id.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long, or has other characters than letters, digits, '-', '_', '.' and ':'.</exception>
    public static string Check(string id)
        => id.Length is > 0 and <= MaximumLength && !id.AsSpan().ContainsAnyExcept(s_allowed)
            ? id
            : throw new InvalidInputException("id", $"Expected 1 to {MaximumLength} letters, digits, '-', '_', '.' or ':'.");
}
