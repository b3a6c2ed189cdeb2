namespace TrainingDashboard.Web.Api.Description;

/// <summary>Something a route takes in its query: what is checked and what the OpenAPI document says are made from it.</summary>
/// <param name="Name">As clients write it.</param>
/// <param name="Text">What it does, in one sentence.</param>
internal abstract record QueryParameter(string Name, string Text);

/// <summary>A whole number in a range, both ends allowed.</summary>
internal sealed record WholeParameter(string Name, string Text, long Minimum, long Maximum, long? Default = null) : QueryParameter(Name, Text)
{
    /// <summary>A number to show in the OpenAPI document.</summary>
    public long Example { get; init; } = Default ?? Maximum;

    /// <summary>The largest whole number that JavaScript holds exactly.</summary>
    public const long Largest = (1L << 53) - 1;
}

/// <summary>A text; empty is as good as left out.</summary>
internal sealed record TextParameter(string Name, string Text, int MaximumLength, string Example) : QueryParameter(Name, Text);

/// <summary>One of some words; empty is as good as left out.</summary>
internal sealed record ChoiceParameter(string Name, string Text, IReadOnlyList<string> Choices) : QueryParameter(Name, Text);
