using Microsoft.AspNetCore.DataProtection;
using TrainingDashboard.Training;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Web.Api;
using TrainingDashboard.Web.Components;
using TrainingDashboard.Web.Hub;
using TrainingDashboard.Web.Security;

namespace TrainingDashboard.Web;

/// <summary>The composition root: what the dashboard is made of, in the order it comes into play.</summary>
public static class DashboardApp
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private const string AllowedHosts = "AllowedHosts";
    private const string LoopbackHosts = "localhost;127.0.0.1;[::1]";

    /// <summary>Builds the dashboard without starting it.</summary>
    /// <param name="args">Settings as on the command line: <c>--urls</c>, <c>--Storage:Path</c> and so on.</param>
    /// <param name="configure">Adds to what the dashboard is made of, such as further trainers.</param>
    /// <exception cref="StorageException">The storage folder cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(DashboardApp).Assembly.GetName().Name,
        });
        // Also where the settings file is not found, because the program was started from another folder.
        builder.Configuration[AllowedHosts] ??= LoopbackHosts;
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrl);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestLimits.Apply(kestrel.Limits);
        });
        var origins = AllowedOrigins.Read(builder.Configuration);

        // A start that fails is DashboardCommand's to tell, in one sentence; the host is heard from then on.
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);

        var storage = StorageFolder.Open(builder.Configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Path)}"]
            ?? Path.Combine(builder.Environment.ContentRootPath, new StorageOptions().Path));
        builder.Services.AddDataProtection()
            .SetApplicationName("TrainingDashboard")
            .PersistKeysToFileSystem(new DirectoryInfo(storage.Subfolder("keys")));

        builder.Services.AddTraining(builder.Configuration, storage);
        builder.Services.AddTrainingHub();
        builder.Services.AddTrainingApi();
        builder.Services.AddPages();
        builder.Services.AddAllowedOrigins(origins);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        app.UseExceptionHandler();
        app.UseStatusCodePagesWithReExecute(PagesSetup.NotFound, createScopeForStatusCodePages: true);
        app.UseProblemsForPrograms();
        app.UseSecurityHeaders();
        app.UseSameOrigin();
        app.UseUpgradeLimit();
        app.UseAntiforgery();

        app.MapStaticAssets();
        app.MapTrainingHub();
        app.MapTrainingApi();
        app.MapPages();
        return app;
    }
}
