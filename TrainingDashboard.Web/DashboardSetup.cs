using Microsoft.AspNetCore.DataProtection;
using TrainingDashboard.Training;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Web.Api;
using TrainingDashboard.Web.Components;
using TrainingDashboard.Web.Hub;
using TrainingDashboard.Web.Security;

namespace TrainingDashboard.Web;

/// <summary>The composition root: what the dashboard is made of, in the order it comes into play.</summary>
internal static class DashboardSetup
{
    /// <summary>Adds hub, HTTP and pages to what starts and runs jobs.</summary>
    /// <param name="services">What starts and runs jobs.</param>
    /// <param name="storage">The storage folder.</param>
    /// <param name="origins">Other sites whose pages may call.</param>
    /// <param name="notes">Hears what was found on the way.</param>
    public static void AddDashboard(this IServiceCollection services, StorageFolder storage, AllowedOrigins origins, StartNotes notes)
    {
        var keys = storage.PlainSubfolder("keys");
        notes.Add(KeyRing.SetAsideBroken(keys, TimeProvider.System.GetUtcNow()));
        services.AddDataProtection()
            .SetApplicationName("TrainingDashboard")
            .PersistKeysToFileSystem(new DirectoryInfo(keys));
        services.AddTrainingHub();
        services.AddTrainingApi();
        services.AddPages();
        services.AddSingleton<OwnFiles>();
        services.AddAllowedOrigins(origins);
    }

    /// <summary>What every request passes.</summary>
    public static void UseDashboard(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePagesWithReExecute(PagesSetup.NotFound, createScopeForStatusCodePages: true);
        app.UseProblemsForPrograms();
        app.UseSameOrigin();
        app.UseUpgradeLimit();
        app.UseAntiforgery();
    }

    /// <summary>What answers.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        app.MapTrainingHub();
        app.MapTrainingApi();
        app.MapPages();
    }
}
