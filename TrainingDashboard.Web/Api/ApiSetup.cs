using TrainingDashboard.Training.Feed;
using TrainingDashboard.Web.Api.Datasets;
using TrainingDashboard.Web.Api.Description;
using TrainingDashboard.Web.Api.Streams;

namespace TrainingDashboard.Web.Api;

/// <summary>The HTTP surface's place in the application.</summary>
internal static class ApiSetup
{
    public static void AddTrainingApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => FeedJson.Apply(json.SerializerOptions));
        services.AddProblemDetails();
        services.AddApiDocument();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddTrainingStreams();
        services.AddSingleton<DatasetDrafts>();
    }

    /// <summary>Whoever does not ask for a page, and looks for it where pages are, gets problem details where there would be an empty answer.</summary>
    public static void UseProblemsForPrograms(this IApplicationBuilder app)
        => app.UseWhen(static context => !WantsPage(context.Request), static programs => programs.UseStatusCodePages(
            // Also to a browser, which does not ask for JSON.
            static pages => Results.Problem(statusCode: pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext)));

    public static void MapTrainingApi(this IEndpointRouteBuilder app)
    {
        app.MapArticleApi();
        app.MapTrainingStreams();
        app.MapRestApi();
        app.MapApiDocument();
        app.MapGet("/healthz", () => Results.Text("ok")).Described("Say whether the dashboard answers").Produces<string>(contentType: "text/plain");
    }

    private static bool WantsPage(HttpRequest request)
        => HttpMethods.IsGet(request.Method)
            && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/training") && !request.Path.StartsWithSegments("/hubs")
            && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
