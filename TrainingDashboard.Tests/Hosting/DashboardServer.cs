using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>The real dashboard in this process, on Kestrel, a free port and a folder of its own.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder? _ownFolder;

    private DashboardServer(WebApplication app, TemporaryFolder? ownFolder)
    {
        _app = app;
        _ownFolder = ownFolder;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = Eventually.Limit };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>A client with that address.</summary>
    public HttpClient Http { get; }

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => _app.Services;

    public JobControl Control => Services.GetRequiredService<JobControl>();

    public JobFeeds Feeds => Services.GetRequiredService<JobFeeds>();

    public IEventStore Events => Services.GetRequiredService<IEventStore>();

    public IJobStore Jobs => Services.GetRequiredService<IJobStore>();

    /// <summary>A trainer it was started with.</summary>
    public ITrainer Trainer(string name) => Services.GetRequiredService<TrainerCatalog>().Find(name)!;

    /// <summary>Starts one with further trainers.</summary>
    public static Task<DashboardServer> StartAsync(params ITrainer[] trainers) => StartAsync(folder: null, [], trainers);

    /// <summary>Starts one.</summary>
    /// <param name="folder">The storage folder; null for one that lives as long as the server.</param>
    /// <param name="settings">Further settings as on the command line.</param>
    /// <param name="trainers">Further trainers.</param>
    public static Task<DashboardServer> StartAsync(TemporaryFolder? folder, string[] settings, params ITrainer[] trainers)
        => StartAsync(folder, settings, log: null, trainers);

    /// <inheritdoc cref="StartAsync(TemporaryFolder?, string[], ITrainer[])"/>
    /// <param name="log">Hears what the server logs, as far as the settings let it; null for nobody.</param>
    public static Task<DashboardServer> StartAsync(TemporaryFolder? folder, string[] settings, ILoggerProvider? log, params ITrainer[] trainers)
        => StartAsync(folder, settings, log, TimeProvider.System, trainers);

    /// <inheritdoc cref="StartAsync(TemporaryFolder?, string[], ILoggerProvider?, ITrainer[])"/>
    /// <param name="time">Its clock.</param>
    public static async Task<DashboardServer> StartAsync(
        TemporaryFolder? folder, string[] settings, ILoggerProvider? log, TimeProvider time, params ITrainer[] trainers)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        string[] args =
        [
            "--urls", "http://127.0.0.1:0",
            "--contentRoot", Checkout.WebProject,
            "--Storage:Path", (folder ?? own)!.Path,
            "--Logging:LogLevel:Default", "None",
            // Many trainers of tests are made with what only this process has.
            "--Training:ChildProcess", "false",
            .. settings,
        ];
        var app = DashboardApp.Build(args, builder =>
        {
            if (log is not null)
                builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.AddSingleton(time);
            foreach (var trainer in trainers)
                builder.Services.AddSingleton(trainer);
        });
        await app.StartAsync(Eventually.Deadline());
        return new DashboardServer(app, own);
    }

    /// <summary>Starts a job of a trainer.</summary>
    public Task<Job> StartJobAsync(string trainer, int? epochs = null, long seed = 1, string? name = null)
        => Control.StartAsync(new StartRequest { Trainer = trainer, Dataset = "spirals", Epochs = epochs, Seed = seed, Name = name }, default);

    public Task<Receipt> SendAsync(JobId id, CommandAction action) => Control.SendAsync(id, action, "a test", default);

    /// <summary>The job as it stands.</summary>
    public async Task<Job> JobAsync(JobId id) => (await Feeds.FindAsync(id, default))!.Job;

    /// <summary>Follows the job from its first event until one that fits, which is the last returned, or to its end.</summary>
    public async Task<IReadOnlyList<JobEvent>> FollowAsync(JobId id, Func<JobEvent, bool>? until = null, long after = 0)
    {
        var feed = (await Feeds.FindAsync(id, default))!;
        var seen = new List<JobEvent>();
        await foreach (var delivery in feed.ReadAsync(after, Eventually.Deadline()))
        {
            foreach (var happened in delivery.Frames.SelectMany(f => f.Events))
            {
                seen.Add(happened);
                if (until?.Invoke(happened) == true)
                    return seen;
            }
        }

        Assert.True(until is null, "The job ended before the event that was waited for: " + string.Join("; ", seen.TakeLast(3)));
        return seen;
    }

    /// <summary>Follows the job until it has the status.</summary>
    public Task<IReadOnlyList<JobEvent>> FollowAsync(JobId id, JobStatus status, long after = 0)
        => FollowAsync(id, e => e is StatusEvent s && s.Status == status, after);

    /// <summary>Follows the job until it has reported the step.</summary>
    public Task<IReadOnlyList<JobEvent>> FollowAsync(JobId id, long step)
        => FollowAsync(id, e => e is MetricsEvent m && m.Blocks.Any(b => b.Steps.Contains(step)));

    /// <summary>All events of a job as they are stored.</summary>
    public Task<IReadOnlyList<JobEvent>> StoredAsync(JobId id) => Events.ReadAsync(id, 0, int.MaxValue, default);

    /// <summary>Shuts down as on SIGTERM.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(Eventually.Deadline());
        await _app.DisposeAsync();
        _ownFolder?.Dispose();
    }
}
