namespace TrainingDashboard.Training.Jobs;

/// <summary>What somebody sent, as it is shown back in an error.</summary>
public static class Shown
{
    private const int Length = 60;

    /// <summary>The text's first 60 UTF-16 units at the most, characters kept whole.</summary>
    public static string Cut(string text) => CutTo(text, Length);

    /// <summary>The text's first UTF-16 units, so many at the most, characters kept whole.</summary>
    public static string CutTo(string text, int length)
        => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
}
