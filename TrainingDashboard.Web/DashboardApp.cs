using Microsoft.Extensions.Configuration.Memory;
using TrainingDashboard.Training;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Web.Security;

namespace TrainingDashboard.Web;

/// <summary>The dashboard as a program of its own.</summary>
public static class DashboardApp
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    // What holds where no settings file, variable or argument says otherwise. No file of the project: it would lie in the way of
    // that of an application that the dashboard is in.
    private static readonly Dictionary<string, string?> s_defaults = new()
    {
        ["AllowedHosts"] = "localhost;127.0.0.1;[::1]",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager"] = "Error",
        ["Logging:LogLevel:Quartz"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
    };

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
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = s_defaults });
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrl);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestLimits.Apply(kestrel.Limits);
        });

        // A start that fails is DashboardCommand's to tell, in one sentence; the host is heard from then on.
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);

        var origins = AllowedOrigins.Read(builder.Configuration);
        builder.Services.AddSecurityHeaders();
        builder.Services.AddConnectionLimit(builder.Configuration);
        PlainLog.Use(builder.Services);
        var storage = builder.AddTraining();
        var notes = StartNotes.Of(builder.Services);
        builder.Services.AddDashboard(storage, origins, notes);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            started = true;
            notes.Say(app.Logger, Exposure.Of(app.Configuration["AllowedHosts"], app.Urls));
        });
        app.UseDashboard();
        app.MapStaticAssets();
        app.MapDashboard();
        return app;
    }
}
