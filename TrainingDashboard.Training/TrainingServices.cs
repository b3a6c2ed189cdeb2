using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution;
using TrainingDashboard.Training.Execution.Children;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Inspection;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Scratch;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Training.Storage.Sqlite;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training;

/// <summary>The composition: everything that starts, runs and remembers jobs.</summary>
public static class TrainingServices
{
    /// <summary>
    /// Adds everything that starts, runs and remembers jobs, on the folder that the setting <c>Storage:Path</c> names; by default
    /// <c>data</c> beside the application. Further trainers are registered as <see cref="ITrainer"/>.
    /// </summary>
    /// <returns>The folder, opened; the services let go of it.</returns>
    /// <exception cref="StorageException">It cannot be used; the message says why.</exception>
    public static StorageFolder AddTraining(this IHostApplicationBuilder builder)
    {
        var storage = StorageFolder.Open(builder.Configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Path)}"]
            ?? Path.Combine(builder.Environment.ContentRootPath, new StorageOptions().Path));
        builder.Services.AddTraining(builder.Configuration, storage);
        return storage;
    }

    /// <summary>Adds the domain and the worker on a storage folder that is open.</summary>
    public static IServiceCollection AddTraining(this IServiceCollection services, IConfiguration configuration, StorageFolder storage)
    {
        var before = services.Count;
        services.TryAddSingleton(TimeProvider.System);
        var notes = new StartNotes();
        if (storage.IsOwned)
            notes.Add(OwnerOnly.Make(storage.Path));
        services.AddSingleton(notes);
        // By a factory, so that the folder is let go of with the services.
        services.AddSingleton(_ => storage);
        services.AddStorage(configuration);
        services.AddSingleton(provider => new JobBoard(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ExecutionOptions>>().Value.ToRules()));
        services.AddSingleton<JobFeeds>();
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<SpecBuilder>();
        services.AddSingleton<OneStart>();
        services.AddSingleton<JobControl>();
        services.AddSingleton<CheckpointControl>();
        services.AddSingleton<ResumeProver>();
        services.AddSingleton<JobInspection>();
        services.AddSingleton<JobForks>();
        services.AddSingleton<JobRewind>();
        services.AddSingleton<JobData>();
        services.AddSingleton<JobRemoval>();
        foreach (var trainer in BuiltInTrainers.All)
            services.AddSingleton(trainer);
        services.AddSingleton(provider => new TrainerCatalog(provider.GetServices<ITrainer>(), provider.GetRequiredService<PluginCatalog>()));
        services.AddDatasets(configuration, storage);
        var scheduler = Path.Combine(storage.Path, "scheduler.db");
        if (storage.IsOwned)
            SchedulerFile.Prepare(storage, scheduler);
        services.AddExecution(configuration, scheduler);
        services.AddSingleton(new TrainingParts([.. services.Skip(before).Select(service => service.ServiceType)
            .Where(type => type.Assembly == typeof(TrainingServices).Assembly && type != typeof(ITrainer)).Distinct()]));
        return services;
    }

    private static void AddDatasets(this IServiceCollection services, IConfiguration configuration, StorageFolder storage)
    {
        var options = configuration.GetSection(DatasetsOptions.Section).Get<DatasetsOptions>() ?? new DatasetsOptions();
        if (options.ReadingsAtOnce is < 1 or > 64)
            throw new OptionsValidationException(DatasetsOptions.Section, typeof(DatasetsOptions), [$"{DatasetsOptions.Section}:{nameof(options.ReadingsAtOnce)} must be 1 to 64, not {options.ReadingsAtOnce}."]);
        options.StorageFolder = storage.Path;
        services.AddSingleton(options);
        services.AddSingleton(provider =>
        {
            var catalog = new DatasetCatalog(options, provider.GetRequiredService<TimeProvider>());
            // Whoever only reads may meet an upload that the folder's owner is receiving.
            if (storage.IsOwned)
                catalog.RemoveLeftovers();
            return catalog;
        });
    }

    private static void AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>>(new FaultsValidator<StorageOptions>(options => options.Faults()));
        services.AddSingleton(provider => new SqliteDatabase(Path.Combine(provider.GetRequiredService<StorageFolder>().Path, "dashboard.db")));
        services.AddSingleton<IJobStore, SqliteJobStore>();
        services.AddSingleton<IEventStore, SqliteEventStore>();
        services.AddSingleton<ISeriesStore, SqliteSeriesStore>();
        services.AddSingleton<ICheckpointIndex, SqliteCheckpointIndex>();
        services.AddSingleton<CheckpointStore>();
        services.AddSingleton<CheckpointOwners>();
        services.AddSingleton<StorageCare>();
        services.AddSingleton<StorageMending>();
        services.AddSingleton<StorageCheck>();
        services.AddSingleton(provider => new CheckpointFolder(provider.GetRequiredService<StorageFolder>().Subfolder("checkpoints")));
    }

    private static void AddExecution(this IServiceCollection services, IConfiguration configuration, string schedulerFile)
    {
        var section = configuration.GetSection(ExecutionOptions.Section);
        var options = section.Get<ExecutionOptions>() ?? new ExecutionOptions();
        services.AddOptions<ExecutionOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExecutionOptions>>(new FaultsValidator<ExecutionOptions>(options => options.Faults()));
        services.AddSingleton<LoopFactory>();
        services.AddSingleton<JobRunner>();
        var processes = options.ChildProcess && ChildProgram.Find(options.PassEnvironment) is { } program ? new OneShot(program, options.MemoryMegabytes) : null;
        services.AddSingleton(provider => new ScratchRuns(
            provider.GetRequiredService<TrainerCatalog>(),
            provider.GetRequiredService<DatasetCatalog>(),
            processes is null ? null : new ScratchChildren(processes, provider.GetRequiredService<DatasetsOptions>()),
            options.Threads));
        services.AddPlugins(configuration, processes);
        services.AddSingleton<IJobQueue, QuartzJobQueue>();
        // Hosted services start in this order: what a crash left behind is put right before the scheduler fires anything.
        services.AddHostedService<JobRecovery>();
        services.AddHostedService<SlotKeeper>();
        services.AddHostedService<JobRetention>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "training";
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(Math.Clamp(options.Slots, 1, 256));
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(SqliteFactory.Instance, SchedulerFile.ConnectionString(schedulerFile));
                store.ProvisionSchema();
            });
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    private static void AddPlugins(this IServiceCollection services, IConfiguration configuration, OneShot? processes)
    {
        var options = configuration.GetSection(PluginOptions.Section).Get<PluginOptions>() ?? new PluginOptions();
        services.AddSingleton(provider => new PluginCatalog(
            options.Folder ?? Path.Combine(provider.GetRequiredService<StorageFolder>().Path, "plugins"),
            options.Files,
            provider.GetServices<ITrainer>().Select(trainer => trainer.Description.Name),
            file => processes is null ? PluginReader.ReadHere(file) : PluginChildren.Read(processes, file)));
    }

    private sealed class FaultsValidator<T>(Func<T, IEnumerable<string>> faultsOf) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
            => faultsOf(options).ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
