using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>A storage folder as the command line works on it: everything the dashboard has but its pages and its queue.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private const string Checkout = "TrainingDashboard.Web";
    private readonly ServiceProvider _services;

    private Workshop(ServiceProvider services) => _services = services;

    /// <summary>Opens a storage folder.</summary>
    /// <param name="folder">Which; null for the dashboard's own beside the working directory.</param>
    /// <param name="alone">Whether nobody else may have it open, as whoever changes jobs must be.</param>
    /// <param name="settings">Settings as in the dashboard's configuration.</param>
    /// <exception cref="StorageException">It cannot be used; the message says why.</exception>
    /// <exception cref="RefusedException">There is none to read.</exception>
    public static Workshop Open(string? folder, bool alone, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var path = PathOf(folder);
        if (!alone && !File.Exists(Path.Combine(path, StorageFolder.LockFile)))
            throw new RefusedException($"There is no dashboard's storage in {Path.GetFullPath(path)}. Give --storage the folder that has it.");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddTraining(configuration, alone ? StorageFolder.Open(path) : StorageFolder.OpenToRead(path));
        // What waits for the dashboard goes on waiting for it.
        services.AddSingleton<IJobQueue, NoQueue>();
        return new Workshop(services.BuildServiceProvider());
    }

    /// <summary>The folder meant by an option that may be missing.</summary>
    public static string PathOf(string? folder)
        => folder ?? (Directory.Exists(Checkout) ? Path.Combine(Checkout, new StorageOptions().Path) : new StorageOptions().Path);

    /// <summary>A part of it.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The job that somebody names by its number or its id.</summary>
    /// <exception cref="RefusedException">There is no such job.</exception>
    public async Task<Job> JobAsync(string name, CancellationToken cancellationToken)
    {
        var jobs = await Get<IJobStore>().ListAsync(cancellationToken);
        return jobs.FirstOrDefault(job => job.Id.ToString() == name || $"{job.Number}" == name.TrimStart('#'))
            ?? throw new RefusedException($"There is no job '{Shown.Cut(name)}'. `list` shows those there are.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class NoQueue : IJobQueue
    {
        public Task EnqueueAsync(Job job, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveAsync(JobId id, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
