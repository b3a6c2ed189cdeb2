namespace TrainingDashboard.Training.Jobs;

/// <summary>What somebody sent, as it is shown back in an error.</summary>
public static class Shown
{
    private const int Length = 60;

    /// <summary>The text's first 60 UTF-16 units at the most, characters kept whole.</summary>
    public static string Cut(string text)
        => text.Length <= Length ? text : text[..(char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length)] + "…";
}
