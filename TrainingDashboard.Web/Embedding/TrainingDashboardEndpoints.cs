using TrainingDashboard.Training;

namespace TrainingDashboard.Web.Embedding;

/// <summary>The dashboard in an application of your own.</summary>
public static class TrainingDashboardEndpoints
{
    /// <summary>
    /// Answers everything under a path with the dashboard: its pages, its hub and its HTTP interface, after
    /// <see cref="TrainingServices.AddTraining(IHostApplicationBuilder)"/>. It has services, settings of JSON and of SignalR, and a
    /// pipeline of its own; jobs, trainers and logging are the application's. Ask for authorization as of any other endpoint:
    /// <c>app.MapTrainingDashboard("/training").RequireAuthorization()</c>.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="path">Where, beginning with a slash, such as <c>/training</c>.</param>
    /// <exception cref="ArgumentException">The path is none, or the root: an application that is nothing but the dashboard is the dashboard.</exception>
    /// <exception cref="InvalidOperationException">AddTraining was not called.</exception>
    public static IEndpointConventionBuilder MapTrainingDashboard(this IEndpointRouteBuilder app, string path)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(path);
        path = path.TrimEnd('/');
        if (!path.StartsWith('/') || path.AsSpan().ContainsAny('{', '}', '?'))
            throw new ArgumentException($"Expected a path that begins with a slash, such as /training, got '{path}'.", nameof(path));
        var dashboard = new EmbeddedDashboard(
            app.ServiceProvider,
            path,
            app.ServiceProvider.GetService<TrainingParts>() ?? throw new InvalidOperationException("Call builder.AddTraining() before the application is built."));
        return app.Map(path + "/{**rest}", dashboard.AnswerAsync).WithDisplayName("Training dashboard").DisableAntiforgery();
    }
}
