namespace TrainingDashboard.Web.Api;

/// <summary>What clients sent, as it is shown back to them.</summary>
internal static class Shown
{
    private const int Length = 60;

    /// <summary>The text's beginning, characters kept whole.</summary>
    public static string Cut(string text)
        => text.Length <= Length ? text : text[..(char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length)] + "…";
}
