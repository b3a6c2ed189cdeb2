using System.Text;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>Dataset names are made by the server, so that nothing a client writes becomes a path.</summary>
internal static class DatasetName
{
    private const int MaxLength = 64;
    private const int MaxTitleLength = 200;

    // Where the API lists what could be registered there cannot be a dataset as well.
    private const string Reserved = "files";

    /// <summary>Lower-case letters and digits of a title, everything else between them a single dash.</summary>
    /// <exception cref="InvalidInputException">The title has no Latin letter or digit, is too long, or is kept for the API.</exception>
    public static string FromTitle(string title)
    {
        if (title.Length > MaxTitleLength)
            throw new InvalidInputException("title", $"Expected at most {MaxTitleLength} characters, but there are {title.Length}.");
        var name = new StringBuilder();
        foreach (var c in title)
        {
            if (char.IsAsciiLetterOrDigit(c))
                name.Append(char.ToLowerInvariant(c));
            else if (name.Length > 0 && name[^1] != '-')
                name.Append('-');
            if (name.Length == MaxLength)
                break;
        }
        var result = name.ToString().TrimEnd('-');
        if (result == Reserved)
            throw new InvalidInputException("title", $"Expected another title: '{Reserved}' is the name of a list.");
        return result.Length > 0 ? result : throw new InvalidInputException("title", "Expected a title with at least one letter from a to z or digit.");
    }

    /// <summary>Whether a text could be a name, and so is safe to look for on disk.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '-' && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
