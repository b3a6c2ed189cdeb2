using Microsoft.Extensions.DependencyInjection;

namespace TrainingDashboard.Training;

/// <summary>What was changed or found while everything was put together, a sentence each, to be said at the start.</summary>
public sealed class StartNotes
{
    private readonly Lock _lock = new();
    private readonly List<string> _notes = [];

    /// <summary>Those among what an application is made of.</summary>
    public static StartNotes Of(IServiceCollection services)
        => (StartNotes)services.Single(service => service.ServiceType == typeof(StartNotes)).ImplementationInstance!;

    /// <summary>All so far.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
                return [.. _notes];
        }
    }

    /// <summary>Adds some.</summary>
    public void Add(IEnumerable<string> notes)
    {
        lock (_lock)
            _notes.AddRange(notes);
    }
}
