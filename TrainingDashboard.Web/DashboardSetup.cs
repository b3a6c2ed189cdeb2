using Microsoft.AspNetCore.DataProtection;
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
    public static void AddDashboard(this IServiceCollection services, StorageFolder storage, AllowedOrigins origins)
    {
        services.AddDataProtection()
            .SetApplicationName("TrainingDashboard")
            .PersistKeysToFileSystem(new DirectoryInfo(storage.PlainSubfolder("keys")));
        services.AddTrainingHub();
        services.AddTrainingApi();
        services.AddPages();
        services.AddSingleton<OwnFiles>();
        services.AddAllowedOrigins(origins);
    }

    /// <summary>What every request passes.</summary>
    public static void UseDashboard(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePagesWithReExecute(PagesSetup.NotFound, createScopeForStatusCodePages: true);
        app.UseProblemsForPrograms();
        app.UseSecurityHeaders();
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
