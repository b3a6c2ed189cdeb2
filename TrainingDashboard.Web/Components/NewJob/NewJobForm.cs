using System.Globalization;
using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Components.NewJob;

/// <summary>What is typed into New job. Hyperparameters stay the texts they are until the one check that all requests go through.</summary>
public sealed class NewJobForm(TrainerDescription trainer)
{
    /// <summary>The trainer chosen.</summary>
    public TrainerDescription Trainer { get; private set; } = trainer;

    /// <summary>The dataset's name; empty where there is none that the trainer learns from.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>What to call the job; null for the default.</summary>
    public string? Name { get; set; }

    /// <summary>Passes over the training part.</summary>
    public int? Epochs { get; set; } = trainer.DefaultEpochs;

    /// <summary>The seed; null to draw one.</summary>
    public long? Seed { get; set; }

    /// <summary>Each hyperparameter's value as the field shows it.</summary>
    public Dictionary<string, string> Values { get; private set; } = DefaultsOf(trainer);

    /// <summary>What was wrong when it was last sent.</summary>
    public IReadOnlyList<FieldError> Errors { get; set; } = [];

    /// <summary>Faults of no field that the form shows.</summary>
    public IEnumerable<string> OtherErrors => Errors.Where(e => e.Field is "trainer" or "dataset" or "body" or "hyperparameters").Select(e => e.Message);

    /// <summary>The labels of the fields with faults.</summary>
    public IEnumerable<string> FaultyFields => Errors
        .Select(e => e.Field).Distinct()
        .Where(name => name is not ("trainer" or "dataset" or "body" or "hyperparameters"))
        .Select(name => Trainer.Hyperparameters.FirstOrDefault(h => name == $"hyperparameters.{h.Name}")?.Label ?? name);

    /// <summary>The text a field shows for a value.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => item.GetRawText())),
        JsonValueKind.Number => value.GetDouble().ToString("0.##########", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    /// <summary>Changes the trainer; its fields begin at their defaults.</summary>
    public void Choose(TrainerDescription trainer)
    {
        if (trainer == Trainer)
            return;
        Trainer = trainer;
        Epochs = trainer.DefaultEpochs;
        Values = DefaultsOf(trainer);
        Errors = [];
    }

    /// <summary>Takes every setting of an earlier job.</summary>
    public void Take(JobSpec spec, TrainerDescription trainer)
    {
        Choose(trainer);
        Dataset = spec.Dataset;
        Name = spec.Name;
        Epochs = spec.Epochs;
        Seed = spec.Seed;
        foreach (var (name, value) in spec.Hyperparameters.Where(v => Values.ContainsKey(v.Key)))
            Values[name] = Text(value);
    }

    /// <summary>What to ask for.</summary>
    public StartRequest ToRequest() => new()
    {
        Name = Name,
        Trainer = Trainer.Name,
        Dataset = Dataset.Length > 0 ? Dataset : null,
        Epochs = Epochs,
        Seed = Seed,
        Hyperparameters = Trainer.Hyperparameters.ToDictionary(h => h.Name, h => Json(h, Values[h.Name])),
    };

    /// <summary>What to ask for where the job begins with a checkpoint of another.</summary>
    public ForkRequest ToFork(long step) => new()
    {
        Step = step,
        Name = Name,
        Epochs = Epochs,
        Hyperparameters = ToRequest().Hyperparameters,
    };

    // A text that is no number stays a text, and the check says what was expected instead.
    internal static JsonElement Json(Hyperparameter hyperparameter, string text) => hyperparameter switch
    {
        RealHyperparameter when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            => JsonSerializer.SerializeToElement(real),
        IntegerHyperparameter when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            => JsonSerializer.SerializeToElement(whole),
        ToggleHyperparameter => JsonSerializer.SerializeToElement(text == "true"),
        IntegersHyperparameter => JsonSerializer.SerializeToElement(
            text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => long.TryParse(part, CultureInfo.InvariantCulture, out var item) ? (object)item : part)),
        _ => JsonSerializer.SerializeToElement(text),
    };

    private static Dictionary<string, string> DefaultsOf(TrainerDescription trainer)
        => HyperparameterValues.Resolve(trainer.Hyperparameters, new Dictionary<string, JsonElement>())
            .ToJson().ToDictionary(v => v.Key, v => Text(v.Value));
}
