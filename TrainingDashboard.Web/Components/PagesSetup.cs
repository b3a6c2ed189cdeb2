using Radzen;
using TrainingDashboard.Web.Components.NewJob;

namespace TrainingDashboard.Web.Components;

/// <summary>The pages' place in the application.</summary>
internal static class PagesSetup
{
    /// <summary>The page for an address that has none.</summary>
    public const string NotFound = "/not-found";

    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddSingleton<NewJobFilling>();
    }

    public static void MapPages(this IEndpointRouteBuilder app)
        => app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
}
