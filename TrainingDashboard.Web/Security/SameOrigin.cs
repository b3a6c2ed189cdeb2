using TrainingDashboard.Web.Api;

namespace TrainingDashboard.Web.Security;

/// <summary>
/// Refuses what a page of another site sends, unless its origin is allowed: loopback is no border, and neither CORS nor
/// cookies keep a foreign page from posting here or from opening a WebSocket. Clients that are no browser send no
/// Origin and pass.
/// </summary>
internal static class SameOrigin
{
    // What runs the dashboard's own pages. Others have the hub and the API.
    private const string Pages = "/_blazor";
    private const string CrossSite = "cross-site";

    public static void AddAllowedOrigins(this IServiceCollection services, AllowedOrigins origins)
    {
        services.AddSingleton(origins);
        // With credentials, because the hub's JavaScript client asks for them unless told otherwise.
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. origins.All])
            .AllowAnyHeader()
            .AllowAnyMethod()
            .AllowCredentials()
            .WithExposedHeaders("Location", "Retry-After", KeyHeader.Replayed)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    public static void UseSameOrigin(this IApplicationBuilder app)
    {
        var allowed = app.ApplicationServices.GetRequiredService<AllowedOrigins>();
        app.Use((context, next) => IsForeign(context.Request, allowed)
            ? Results.Problem(
                title: "Refused",
                detail: "This dashboard answers its own pages only, and those of the origins in its setting Cors:Origins.",
                statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context)
            : next(context));
        app.UseCors();
    }

    private static bool IsForeign(HttpRequest request, AllowedOrigins allowed)
    {
        var forPages = request.Path.StartsWithSegments(Pages);
        var origins = request.Headers.Origin;
        // A browser says so by itself, also where it sends no Origin. Links from other sites are followed.
        if (origins.Count == 0 && request.Headers["Sec-Fetch-Site"].Any(site => string.Equals(site, CrossSite, StringComparison.OrdinalIgnoreCase)) && !IsReading(request))
            return true;
        return origins.Count > 1 || origins.Any(origin => !IsOwn(origin, request) && (forPages || !allowed.Hold(origin)));
    }

    private static bool IsReading(HttpRequest request)
        => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.HttpContext.WebSockets.IsWebSocketRequest
            && request.Headers.Upgrade.Count == 0;

    private static bool IsOwn(string? origin, HttpRequest request)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
