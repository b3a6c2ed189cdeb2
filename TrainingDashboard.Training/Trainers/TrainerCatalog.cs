namespace TrainingDashboard.Training.Trainers;

/// <summary>The trainers that jobs can be made with, by name.</summary>
public sealed class TrainerCatalog
{
    /// <summary>The trainer of a job that names none.</summary>
    public const string DefaultName = "mlp";

    private readonly Dictionary<string, ITrainer> _byName = new(StringComparer.Ordinal);

    /// <param name="trainers">Built-in ones and plug-ins, in the order in which people see them.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public TrainerCatalog(IEnumerable<ITrainer> trainers)
    {
        All = [.. trainers];
        foreach (var trainer in All)
        {
            if (!_byName.TryAdd(trainer.Description.Name, trainer))
                throw new ArgumentException($"There are two trainers named '{trainer.Description.Name}'.", nameof(trainers));
        }
    }

    /// <summary>All trainers.</summary>
    public IReadOnlyList<ITrainer> All { get; }

    /// <summary>The trainer of a job that names none: <c>mlp</c>, or the first where there is no such.</summary>
    /// <exception cref="InvalidOperationException">The catalog is empty.</exception>
    public ITrainer Default => Find(DefaultName)
        ?? (All.Count > 0 ? All[0] : throw new InvalidOperationException("The catalog has no trainers."));

    /// <summary>The trainer of this name, compared exactly; null if there is none.</summary>
    public ITrainer? Find(string name) => _byName.GetValueOrDefault(name);
}
