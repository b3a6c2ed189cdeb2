using System.Globalization;
using System.Text.RegularExpressions;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>
/// Whether what a trainer says of itself can be used: forms, checks and answers are made from it, so that what is missing, out
/// of its own range or endless would break them all.
/// </summary>
internal static partial class DescriptionCheck
{
    private const int LongestTitle = 100;
    private const int LongestText = 1_000;
    private const int MostHyperparameters = 100;
    private const int MostChoices = 200;

    /// <summary>What is wrong with a description, as a sentence for the trainer's author; null where nothing is.</summary>
    public static string? FaultOf(TrainerDescription? description)
    {
        if (description is null)
            return "Its Description is null.";
        if (description.Name is null || !TrainerName().IsMatch(description.Name))
            return $"Its name must be 1 to 40 lower-case letters, digits and dashes, not {Quoted(description.Name)}.";
        if (TextFault("Title", description.Title, LongestTitle, isNeeded: true) is { } title)
            return title;
        if (TextFault("Summary", description.Summary, LongestText, isNeeded: false) is { } summary)
            return summary;
        if (description.DefaultEpochs is < 1 or > StartRequest.MaximumEpochs)
            return $"Its DefaultEpochs must be from 1 to {StartRequest.MaximumEpochs}, not {description.DefaultEpochs}.";
        if (description.Accepts is null or { Count: 0 })
            return "It accepts no kind of dataset: its Accepts is null or empty.";
        if (description.Accepts.Any(kind => !Enum.IsDefined(kind)))
            return $"Its Accepts holds what is no {nameof(DatasetKind)}.";
        return description.Hyperparameters is null ? "Its Hyperparameters are null; expected a list, empty where there are none." : FaultOf(description.Hyperparameters);
    }

    private static string? FaultOf(IReadOnlyList<Hyperparameter> hyperparameters)
    {
        if (hyperparameters.Count > MostHyperparameters)
            return $"It has {hyperparameters.Count} hyperparameters; at most {MostHyperparameters} are allowed.";
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < hyperparameters.Count; i++)
        {
            if (hyperparameters[i] is not { } hyperparameter)
                return $"Its hyperparameter {i + 1} is null.";
            if (hyperparameter.Name is null || !HyperparameterName().IsMatch(hyperparameter.Name))
                return $"Its hyperparameter {i + 1} must be named by 1 to 60 letters, digits and underscores, a letter first, not {Quoted(hyperparameter.Name)}.";
            if (!names.Add(hyperparameter.Name))
                return $"It has two hyperparameters named '{hyperparameter.Name}'.";
            if (FaultOf(hyperparameter) is { } fault)
                return $"Its hyperparameter {hyperparameter.Name}: {fault}";
        }

        return null;
    }

    private static string? FaultOf(Hyperparameter hyperparameter)
        => TextFault("Label", hyperparameter.Label, LongestTitle, isNeeded: true)
            ?? TextFault("Help", hyperparameter.Help, LongestText, isNeeded: false)
            ?? TextFault("Group", hyperparameter.Group, LongestTitle, isNeeded: true)
            ?? (Enum.IsDefined(hyperparameter.Editable) ? null : $"Its Editable is no {nameof(Editable)}.")
            ?? hyperparameter switch
            {
                RealHyperparameter real => FaultOf(real),
                IntegerHyperparameter integer => FaultOf(integer),
                ChoiceHyperparameter choice => FaultOf(choice),
                ToggleHyperparameter => null,
                IntegersHyperparameter integers => FaultOf(integers),
                _ => $"{hyperparameter.GetType().Name} is no kind of hyperparameter that the dashboard knows.",
            };

    private static string? FaultOf(RealHyperparameter real)
    {
        if (!double.IsFinite(real.Minimum) || !double.IsFinite(real.Maximum) || real.Minimum > real.Maximum)
            return string.Create(CultureInfo.InvariantCulture, $"Expected finite numbers, Minimum not above Maximum, got {real.Minimum} and {real.Maximum}.");
        return real.Default >= real.Minimum && real.Default <= real.Maximum
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Its Default {real.Default} is not from {real.Minimum} to {real.Maximum}.");
    }

    private static string? FaultOf(IntegerHyperparameter integer)
    {
        if (integer.Minimum > integer.Maximum)
            return $"Its Minimum {integer.Minimum} is above its Maximum {integer.Maximum}.";
        return integer.Default >= integer.Minimum && integer.Default <= integer.Maximum
            ? null
            : $"Its Default {integer.Default} is not from {integer.Minimum} to {integer.Maximum}.";
    }

    private static string? FaultOf(ChoiceHyperparameter choice)
    {
        if (choice.Choices is null or { Count: 0 or > MostChoices })
            return $"Expected 1 to {MostChoices} Choices, got {(choice.Choices is null ? "null" : choice.Choices.Count)}.";
        foreach (var word in choice.Choices)
        {
            if (TextFault("Choices", word, LongestTitle, isNeeded: true) is { } fault)
                return fault;
        }

        if (choice.Choices.Distinct(StringComparer.Ordinal).Count() < choice.Choices.Count)
            return "One of its Choices is there twice.";
        return choice.Choices.Contains(choice.Default) ? null : $"Its Default {Quoted(choice.Default)} is none of its Choices.";
    }

    private static string? FaultOf(IntegersHyperparameter integers)
    {
        if (integers.Minimum > integers.Maximum)
            return $"Its Minimum {integers.Minimum} is above its Maximum {integers.Maximum}.";
        if (integers.MaximumCount is < 1 or > MostChoices)
            return $"Its MaximumCount must be from 1 to {MostChoices}, not {integers.MaximumCount}.";
        if (integers.Default is null || integers.Default.Count > integers.MaximumCount)
            return $"Its Default must be a list of at most {integers.MaximumCount} numbers.";
        return integers.Default.All(number => number >= integers.Minimum && number <= integers.Maximum)
            ? null
            : $"Its Default holds a number that is not from {integers.Minimum} to {integers.Maximum}.";
    }

    private static string? TextFault(string what, string? text, int longest, bool isNeeded)
    {
        if (text is null || (isNeeded && string.IsNullOrWhiteSpace(text)))
            return $"Its {what} is {(text is null ? "null" : "empty")}.";
        if (text.Length > longest)
            return $"Its {what} has {text.Length} characters; at most {longest} are allowed.";
        return text.Any(char.IsControl) || !IsWhole(text) ? $"Its {what} holds a control character, or half of a surrogate pair." : null;
    }

    private static string Quoted(string? text) => text is null ? "null" : $"'{Shown.Cut(text)}'";

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,40}\z")]
    private static partial Regex TrainerName();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,59}\z")]
    private static partial Regex HyperparameterName();
}
