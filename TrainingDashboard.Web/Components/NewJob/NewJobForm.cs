using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Components.NewJob;

/// <summary>What is typed into New job. Hyperparameters stay the texts they are until the one check that all requests go through.</summary>
public sealed class NewJobForm(TrainerDescription trainer)
{
    private const string Prefix = "hyperparameters.";
    private static readonly string[] s_general = ["trainer", "dataset", "body", "hyperparameters"];

    /// <summary>The trainer chosen.</summary>
    public TrainerDescription Trainer { get; private set; } = trainer;

    /// <summary>The dataset's name; empty where none is chosen.</summary>
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

    /// <summary>Names the start that this form is for: however often it is sent, it makes one job.</summary>
    public string Key { get; set; } = IdempotencyKey.Create();

    /// <summary>Faults of no field that the form shows.</summary>
    public IEnumerable<string> OtherErrors => Errors.Where(e => s_general.Contains(e.Field)).Select(e => e.Message);

    /// <summary>The labels of the fields with faults.</summary>
    public IEnumerable<string> FaultyFields => Errors
        .Select(e => e.Field).Distinct()
        .Where(name => !s_general.Contains(name))
        .Select(name => Trainer.Hyperparameters.FirstOrDefault(h => name == Prefix + h.Name)?.Label ?? name);

    /// <summary>Whether the trainer chosen learns from a dataset.</summary>
    public bool Takes(DatasetInfo dataset) => Trainer.Accepts.Contains(dataset.Kind);

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
            Values[name] = HyperparameterText.Of(value);
    }

    /// <summary>What to ask for.</summary>
    public StartRequest ToRequest() => new()
    {
        Name = Name,
        Trainer = Trainer.Name,
        Dataset = Dataset.Length > 0 ? Dataset : null,
        Epochs = Epochs,
        Seed = Seed,
        Hyperparameters = Trainer.Hyperparameters.ToDictionary(h => h.Name, h => HyperparameterText.Read(h, Values[h.Name])),
    };

    /// <summary>What to ask for where the job begins with a checkpoint of another.</summary>
    public ForkRequest ToFork(long step) => new()
    {
        Step = step,
        Name = Name,
        Epochs = Epochs,
        Hyperparameters = ToRequest().Hyperparameters,
    };

    private static Dictionary<string, string> DefaultsOf(TrainerDescription trainer)
        => HyperparameterValues.Resolve(trainer.Hyperparameters, new Dictionary<string, JsonElement>())
            .ToJson().ToDictionary(v => v.Key, v => HyperparameterText.Of(v.Value));
}
