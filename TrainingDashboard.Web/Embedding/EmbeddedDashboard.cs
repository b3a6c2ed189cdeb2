using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training;
using TrainingDashboard.Training.Execution;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Web.Security;

namespace TrainingDashboard.Web.Embedding;

/// <summary>
/// A dashboard that has no server: requests are handed to it by the application it is in. What it configures (JSON, SignalR, CORS,
/// error pages) is its own, so the application's stays as it is; what starts and runs jobs is the application's.
/// </summary>
internal sealed class EmbeddedDashboard
{
    private readonly string _path;
    private readonly WebApplication _app;
    private readonly HandedRequests _requests;
    private readonly IServiceScopeFactory _scopes;
    private readonly Lazy<Task> _started;

    /// <param name="outer">The application's services.</param>
    /// <param name="path">Where it is in the application, without a slash at the end.</param>
    /// <param name="parts">What is shared.</param>
    public EmbeddedDashboard(IServiceProvider outer, string path, TrainingParts parts)
    {
        _path = path;
        _app = Build(outer, parts);
        _requests = (HandedRequests)_app.Services.GetRequiredService<IServer>();
        _scopes = _app.Services.GetRequiredService<IServiceScopeFactory>();
        _started = new Lazy<Task>(() => _app.StartAsync());
        var lifetime = outer.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(() => Announce(outer));
        outer.GetRequiredService<StartNotes>().Say(_app.Logger, []);
        // At once, and not when the application's own server has waited for connections that never end.
        lifetime.ApplicationStopping.Register(Stop);
    }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        await _started.Value;
        var request = context.Request;
        var (path, pathBase) = (request.Path, request.PathBase);
        if (!path.StartsWithSegments(_path, out var matched, out var rest))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!rest.HasValue)
        {
            // The page's addresses are relative to a folder.
            context.Response.Redirect($"{pathBase}{matched}/{request.QueryString}");
            return;
        }

        (request.PathBase, request.Path) = (pathBase + matched, rest);
        try
        {
            await _requests.AnswerAsync(FeaturesFor(context));
        }
        finally
        {
            (request.PathBase, request.Path) = (pathBase, path);
        }
    }

    // The application's request and response, but not its endpoint, its services or its errors.
    private FeatureCollection FeaturesFor(HttpContext context)
    {
        var features = new FeatureCollection(context.Features);
        features.Set<IEndpointFeature>(new NoEndpoint());
        features.Set<IRouteValuesFeature>(new RouteValuesFeature());
        features.Set<IServiceProvidersFeature>(new RequestServicesFeature(context, _scopes));
        features.Set<IItemsFeature>(new ItemsFeature());
        return features;
    }

    private static WebApplication Build(IServiceProvider outer, TrainingParts parts)
    {
        var environment = outer.GetRequiredService<IWebHostEnvironment>();
        var configuration = outer.GetRequiredService<IConfiguration>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = environment.ApplicationName,
            EnvironmentName = environment.EnvironmentName,
            ContentRootPath = environment.ContentRootPath,
            WebRootPath = environment.WebRootPath,
        });
        builder.Configuration.AddConfiguration(configuration);
        // what an application has of the files of what it refers to, published or not
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton<IServer, HandedRequests>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(outer.GetRequiredService<ILoggerFactory>());
        builder.Services.AddSingleton(outer.GetService<TimeProvider>() ?? TimeProvider.System);
        builder.Services.AddSingleton(outer.GetRequiredService<IOptions<ExecutionOptions>>());
        builder.Services.AddSingleton(outer.GetRequiredService<IOptions<StorageOptions>>());
        // As they are, so that this dashboard's end is not theirs.
        foreach (var type in parts.Types)
            builder.Services.AddSingleton(type, outer.GetRequiredService(type));
        builder.Services.AddRouting();
        builder.Services.AddDashboard(outer.GetRequiredService<StorageFolder>(), AllowedOrigins.Read(configuration), outer.GetRequiredService<StartNotes>());

        var app = builder.Build();
        app.Use(PlaceLocations);
        UseOwnFiles(app, app.Services.GetRequiredService<OwnFiles>());
        app.UseDashboard();
        app.MapStaticAssets();
        app.MapDashboard();
        return app;
    }

    // Among the application's static files are some that are not to be had here.
    private static void UseOwnFiles(WebApplication app, OwnFiles files)
    {
        app.Use((context, next) =>
        {
            context.Request.Path = files.Lengthen(context.Request.Path);
            return next(context);
        });
        app.UseRouting();
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null && !files.Hold(context.Request.Path))
                context.SetEndpoint(null);
            return next(context);
        });
    }

    /// <summary>The HTTP interface says where things are from its own root.</summary>
    private static Task PlaceLocations(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var pathBase = context.Request.PathBase;
            if (context.Response.Headers.Location is [{ } location] && location.StartsWith('/') && !new PathString(location.Split('?')[0]).StartsWithSegments(pathBase))
                context.Response.Headers.Location = pathBase + location;
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Announce(IServiceProvider outer)
    {
        if (outer.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address)
            outer.GetRequiredService<StorageFolder>().Announce(address.TrimEnd('/') + _path);
    }

    private void Stop()
    {
        if (!_started.IsValueCreated)
            return;
        _app.Lifetime.StopApplication();
        _ = Task.Run(async () =>
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        });
    }

    private sealed class NoEndpoint : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
