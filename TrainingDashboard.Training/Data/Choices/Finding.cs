using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Choices;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
public enum FindingLevel
{
    /// <summary>How something is read, worth knowing.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Something that may not be meant so.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>The dataset cannot be taken in before something else is chosen.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}

/// <summary>Something about a dataset that a person should know, or has to decide.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Code">What it is, for programs: lower-case words with dashes.</param>
/// <param name="Message">What it is, in a sentence.</param>
/// <param name="Column">The column it is about; null for the whole dataset.</param>
/// <param name="Line">The first line that shows it; null where there is no such line.</param>
/// <param name="Cell">The cell in that line, from 1; null where it is about the line, or no line.</param>
/// <param name="Offers">What else could be chosen.</param>
public sealed record Finding(
    FindingLevel Level, string Code, string Message, string? Column, int? Line, int? Cell, IReadOnlyList<Offer> Offers);

/// <summary>A choice that is offered.</summary>
/// <param name="Label">What it does, in a few words.</param>
/// <param name="Choices">What to say of the dataset, over what was said before.</param>
public sealed record Offer(string Label, DatasetChoices Choices);
