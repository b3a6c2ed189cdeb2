namespace TrainingDashboard.Training.Trainers;

/// <summary>The trainers that jobs can be made with, by name.</summary>
public sealed class TrainerCatalog
{
    /// <summary>The trainer of a job that names none.</summary>
    public const string DefaultName = "mlp";

    private readonly Dictionary<string, ITrainer> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ITrainer[] _own;
    private readonly ITrainerSource? _further;

    /// <param name="trainers">Those that stay, in the order in which people see them.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public TrainerCatalog(IEnumerable<ITrainer> trainers)
        : this(trainers, further: null)
    {
    }

    /// <inheritdoc cref="TrainerCatalog(IEnumerable{ITrainer})"/>
    /// <param name="further">Those that come and go, of other names.</param>
    internal TrainerCatalog(IEnumerable<ITrainer> trainers, ITrainerSource? further)
    {
        _own = [.. trainers];
        _further = further;
        foreach (var trainer in _own)
        {
            if (!_byName.TryAdd(trainer.Description.Name, trainer))
                throw new ArgumentException($"There are two trainers named '{trainer.Description.Name}'.", nameof(trainers));
        }
    }

    /// <summary>All trainers, as of the last look.</summary>
    public IReadOnlyList<ITrainer> All => _further is null ? _own : [.. _own, .. _further.Trainers];

    /// <summary>The trainer of a job that names none: <c>mlp</c>, or the first where there is no such.</summary>
    /// <exception cref="InvalidOperationException">The catalog is empty.</exception>
    public ITrainer Default => Find(DefaultName)
        ?? (All is [var first, ..] ? first : throw new InvalidOperationException("The catalog has no trainers."));

    /// <summary>The trainer of this name, in whatever case it is typed; null if there is none.</summary>
    public ITrainer? Find(string name)
    {
        if ((_byName.GetValueOrDefault(name) ?? FindFurther(name)) is { } found)
            return found;
        Look();
        return FindFurther(name);
    }

    /// <summary>The same, of a plug-in that has not said yet what it has as well: waits until each has, or had its time for it.</summary>
    internal ITrainer? FindPatiently(string name)
    {
        if (Find(name) is { } found)
            return found;
        _further?.Settle();
        return FindFurther(name);
    }

    /// <summary>Looks whether there are other plug-ins than before: an assembly was built, changed or taken away.</summary>
    /// <returns>Whether there are.</returns>
    public bool Look() => _further?.Look() == true;

    private ITrainer? FindFurther(string name) => _further?.Trainers.FirstOrDefault(trainer => trainer.Description.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
