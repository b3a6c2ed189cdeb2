namespace TrainingDashboard.Web.Security;

/// <summary>What every answer says to the browser about itself, refusals and faults among them.</summary>
internal static class SecurityHeaders
{
    // Radzen positions its popups with style attributes; scripts come from here only.
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Before everything that answers, also what the host adds by itself, such as the check of host names.</summary>
    public static void AddSecurityHeaders(this IServiceCollection services)
        => services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, First>());

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
        => app.Use(static (context, next) =>
        {
            // When the answer begins: one that is begun anew because of a fault has lost its headers.
            context.Response.OnStarting(static response => Set((HttpResponse)response), context.Response);
            return next(context);
        });

    private static Task Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return Task.CompletedTask;
    }

    private sealed class First : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseSecurityHeaders();
            next(app);
        };
    }
}
