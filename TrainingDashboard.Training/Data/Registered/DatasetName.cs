using System.Security.Cryptography;
using System.Text;
using AnyAscii;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>Dataset names are made by the server, so that nothing a client writes becomes a path.</summary>
internal static class DatasetName
{
    private const int MaxLength = 64;
    private const int MaxTitleLength = 200;

    // Where the API lists what could be registered there cannot be a dataset as well.
    private const string Reserved = "files";

    /// <summary>
    /// The title's letters and digits in ASCII and lower case, whatever script they are in, with single dashes for everything between;
    /// of a title that has none, a number made from it.
    /// </summary>
    /// <exception cref="InvalidInputException">The title is empty, too long, or kept for the API.</exception>
    public static string FromTitle(string title)
    {
        if (title.Length > MaxTitleLength)
            throw new InvalidInputException("title", $"Expected at most {MaxTitleLength} characters, but there are {title.Length}.");
        if (string.IsNullOrWhiteSpace(title))
            throw new InvalidInputException("title", "Expected a title.");
        var name = new StringBuilder();
        foreach (var c in title.Transliterate())
        {
            if (char.IsAsciiLetterOrDigit(c))
                name.Append(char.ToLowerInvariant(c));
            // apostrophes stand for letters that ASCII has not
            else if (name.Length > 0 && name[^1] != '-' && c is not ('\'' or '`'))
                name.Append('-');
            if (name.Length == MaxLength)
                break;
        }
        var result = name.ToString().TrimEnd('-');
        if (result == Reserved)
            throw new InvalidInputException("title", $"Expected another title: '{Reserved}' is the name of a list.");
        return result.Length > 0 ? result : "dataset-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..8];
    }

    /// <summary>Whether a text could be a name, and so is safe to look for on disk.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '-' && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
