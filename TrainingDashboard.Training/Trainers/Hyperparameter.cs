using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Trainers;

/// <summary>
/// A setting that a trainer declares: the form, the API's checks and the documentation are all made from it.
/// </summary>
/// <param name="Name">The name in specs and on the wire, camelCase.</param>
/// <param name="Label">What people read beside the field.</param>
/// <param name="Help">One sentence: what it does and in which unit.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RealHyperparameter), "real")]
[JsonDerivedType(typeof(IntegerHyperparameter), "integer")]
[JsonDerivedType(typeof(ChoiceHyperparameter), "choice")]
[JsonDerivedType(typeof(ToggleHyperparameter), "toggle")]
[JsonDerivedType(typeof(IntegersHyperparameter), "integers")]
public abstract record Hyperparameter(string Name, string Label, string Help)
{
    /// <summary>The heading the form puts it under.</summary>
    public string Group { get; init; } = "Training";

    /// <summary>Whether it may change while a job runs, and from when a change counts.</summary>
    public Editable Editable { get; init; }
}

/// <summary>When a change of a hyperparameter counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Editable>))]
public enum Editable
{
    /// <summary>It stays as the job was started with.</summary>
    [JsonStringEnumMemberName("never")]
    Never,

    /// <summary>From the next batch.</summary>
    [JsonStringEnumMemberName("now")]
    Now,

    /// <summary>From the beginning of the next epoch.</summary>
    [JsonStringEnumMemberName("nextEpoch")]
    NextEpoch,
}

/// <summary>A finite real number from <paramref name="Minimum"/> to <paramref name="Maximum"/>, both allowed.</summary>
/// <param name="Name"><inheritdoc cref="Hyperparameter.Name" path="/node()"/></param>
/// <param name="Label"><inheritdoc cref="Hyperparameter.Label" path="/node()"/></param>
/// <param name="Help"><inheritdoc cref="Hyperparameter.Help" path="/node()"/></param>
/// <param name="Default">The value when a spec gives none.</param>
/// <param name="Minimum">The smallest value allowed.</param>
/// <param name="Maximum">The largest value allowed.</param>
public sealed record RealHyperparameter(
    string Name, string Label, string Help, double Default, double Minimum, double Maximum)
    : Hyperparameter(Name, Label, Help);

/// <summary>A whole number from <paramref name="Minimum"/> to <paramref name="Maximum"/>, both allowed.</summary>
/// <param name="Name"><inheritdoc cref="Hyperparameter.Name" path="/node()"/></param>
/// <param name="Label"><inheritdoc cref="Hyperparameter.Label" path="/node()"/></param>
/// <param name="Help"><inheritdoc cref="Hyperparameter.Help" path="/node()"/></param>
/// <param name="Default">The value when a spec gives none.</param>
/// <param name="Minimum">The smallest value allowed.</param>
/// <param name="Maximum">The largest value allowed.</param>
public sealed record IntegerHyperparameter(
    string Name, string Label, string Help, int Default, int Minimum, int Maximum)
    : Hyperparameter(Name, Label, Help);

/// <summary>One of a few words.</summary>
/// <param name="Name"><inheritdoc cref="Hyperparameter.Name" path="/node()"/></param>
/// <param name="Label"><inheritdoc cref="Hyperparameter.Label" path="/node()"/></param>
/// <param name="Help"><inheritdoc cref="Hyperparameter.Help" path="/node()"/></param>
/// <param name="Default">The value when a spec gives none; one of <paramref name="Choices"/>.</param>
/// <param name="Choices">The words allowed, compared exactly.</param>
public sealed record ChoiceHyperparameter(
    string Name, string Label, string Help, string Default, IReadOnlyList<string> Choices)
    : Hyperparameter(Name, Label, Help);

/// <summary>On or off.</summary>
/// <param name="Name"><inheritdoc cref="Hyperparameter.Name" path="/node()"/></param>
/// <param name="Label"><inheritdoc cref="Hyperparameter.Label" path="/node()"/></param>
/// <param name="Help"><inheritdoc cref="Hyperparameter.Help" path="/node()"/></param>
/// <param name="Default">The value when a spec gives none.</param>
public sealed record ToggleHyperparameter(string Name, string Label, string Help, bool Default)
    : Hyperparameter(Name, Label, Help);

/// <summary>A short list of whole numbers, such as the widths of hidden layers.</summary>
/// <param name="Name"><inheritdoc cref="Hyperparameter.Name" path="/node()"/></param>
/// <param name="Label"><inheritdoc cref="Hyperparameter.Label" path="/node()"/></param>
/// <param name="Help"><inheritdoc cref="Hyperparameter.Help" path="/node()"/></param>
/// <param name="Default">The value when a spec gives none.</param>
/// <param name="Minimum">The smallest number allowed.</param>
/// <param name="Maximum">The largest number allowed.</param>
/// <param name="MaximumCount">How many numbers at the most; none at all is allowed.</param>
public sealed record IntegersHyperparameter(
    string Name, string Label, string Help, IReadOnlyList<int> Default, int Minimum, int Maximum, int MaximumCount)
    : Hyperparameter(Name, Label, Help);
