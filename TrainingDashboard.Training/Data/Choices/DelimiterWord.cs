namespace TrainingDashboard.Training.Data.Choices;

/// <summary>The delimiters that a table may have, as people write them.</summary>
public static class DelimiterWord
{
    /// <summary>Runs of spaces and tabs.</summary>
    public const string Spaces = "spaces";

    /// <summary>All of them with what people call them.</summary>
    public static IReadOnlyList<(string Delimiter, string Word)> All { get; } =
        [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe"), (" ", "space"), (Spaces, "spaces")];

    /// <summary>The delimiter that a character or its name means; null for none.</summary>
    public static string? Parse(string text) =>
        All.FirstOrDefault(known => known.Delimiter == text || string.Equals(known.Word, text, StringComparison.OrdinalIgnoreCase) || (text == "\\t" && known.Word == "tab")).Delimiter;

    /// <summary>What people call a delimiter.</summary>
    public static string Of(string delimiter) => All.First(known => known.Delimiter == delimiter).Word;
}
