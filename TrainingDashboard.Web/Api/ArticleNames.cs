using System.Text.Json;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Api;

/// <summary>What the names of fields mean that front-ends of the FastAPI pattern send.</summary>
internal sealed class ArticleNames
{
    private const string Prefix = "hyperparameters.";
    private static readonly string[] s_fields = ["name", "trainer", "dataset", "epochs", "seed", "hyperparameters"];
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        ["model"] = "trainer",
        ["model_name"] = "trainer",
        ["dataset_name"] = "dataset",
        ["num_epochs"] = "epochs",
        ["n_epochs"] = "epochs",
        ["random_seed"] = "seed",
        ["job_name"] = "name",
        ["run_name"] = "name",
        ["lr"] = Prefix + "learningRate",
    };

    private static readonly IntegerHyperparameter s_whole = new("", "", "", Default: 0, int.MinValue, int.MaxValue);
    private readonly Hyperparameter[] _declared;

    /// <param name="trainers">All of them.</param>
    /// <param name="sent">What was sent: it says of which trainer.</param>
    public ArticleNames(TrainerCatalog trainers, IReadOnlyList<ArticleField> sent)
    {
        var named = sent.FirstOrDefault(field => FieldOf(field.Name) == "trainer")?.ValueFor(null);
        var trainer = named is null ? trainers.Default
            : named is { ValueKind: JsonValueKind.String } name ? trainers.Find(name.GetString()!) : null;
        // Where it is not known which trainer, the fields of any are none to complain of.
        _declared = trainer is not null
            ? [.. trainer.Description.Hyperparameters]
            : [.. trainers.All.SelectMany(t => t.Description.Hyperparameters).DistinctBy(h => h.Name)];
        Expected = $"There is no such field. Expected any of name, trainer (or model), dataset, epochs, seed, hyperparameters"
            + (trainer is null || _declared.Length == 0
                ? "."
                : $", or of {trainer.Description.Name}'s {string.Join(", ", _declared.Select(h => h.Name))}.");
    }

    /// <summary>What to say of a name that means nothing.</summary>
    public string Expected { get; }

    /// <summary>The name of the hyperparameter that a target is; null for other fields.</summary>
    public static string? HyperparameterOf(string target) => target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : null;

    /// <summary>What a name means, as a fault of it would be told; null where it means nothing.</summary>
    public string? TargetOf(string name)
    {
        if (FieldOf(name) is { } field)
        {
            var isShort = HyperparameterOf(field) is { } meant && Find(meant) is null && !name.StartsWith(Prefix, StringComparison.Ordinal);
            return isShort ? null : field;
        }

        return (Find(name) ?? Array.Find(_declared, h => Snake(h.Name) == name)) is { } declared ? Prefix + declared.Name : null;
    }

    /// <summary>How text for a target is read; null for what is text.</summary>
    public Hyperparameter? Declared(string target) => target switch
    {
        "epochs" or "seed" => s_whole,
        _ => HyperparameterOf(target) is { } name ? Find(name) : null,
    };

    private static string? FieldOf(string name)
        => s_fields.Contains(name) || name.StartsWith(Prefix, StringComparison.Ordinal) ? name : s_others.GetValueOrDefault(name);

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private Hyperparameter? Find(string name) => Array.Find(_declared, h => h.Name == name);
}
