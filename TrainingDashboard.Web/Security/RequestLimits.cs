using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace TrainingDashboard.Web.Security;

/// <summary>How much one request, and all WebSockets together, may take. Routes that take files raise the limit for themselves.</summary>
internal static class RequestLimits
{
    private const string Key = "Limits:MaxConcurrentUpgradedConnections";
    private const int DefaultUpgraded = 20_000;
    private const long MaximumBodyBytes = 1 << 20;

    /// <summary>Sets what Kestrel refuses by itself.</summary>
    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = MaximumBodyBytes;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
    }

    /// <summary>Answers 503 to a WebSocket that would be one too many, before anything is upgraded.</summary>
    /// <exception cref="OptionsValidationException">The setting is no number of connections.</exception>
    public static void UseUpgradeLimit(this WebApplication app)
    {
        var setting = app.Configuration[Key];
        var limit = DefaultUpgraded;
        if (setting is not null && (!int.TryParse(setting, System.Globalization.CultureInfo.InvariantCulture, out limit) || limit < 0))
            throw new OptionsValidationException(Key, typeof(int), [$"{Key} is '{setting}'. Expected a whole number, 0 or more."]);
        var open = 0;
        app.Use(async (context, next) =>
        {
            if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
            {
                await next(context);
                return;
            }

            try
            {
                if (Interlocked.Increment(ref open) <= limit)
                {
                    await next(context);
                    return;
                }

                context.Response.Headers.RetryAfter = "5";
                await Results.Problem(
                    title: "Too many connections",
                    detail: $"{limit} WebSockets are open, as many as the setting {Key} allows.",
                    statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        });
    }
}
