using Microsoft.Extensions.Options;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>The streams' place in the application: one feed over server-sent events and WebSockets.</summary>
internal static class StreamsSetup
{
    public static void AddTrainingStreams(this IServiceCollection services)
    {
        services.AddOptions<StreamOptions>().BindConfiguration(StreamOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StreamOptions>, StreamOptions.Validator>();
        services.AddSingleton<EventStreamApi>();
        services.AddSingleton<SocketApi>();
    }

    public static void MapTrainingStreams(this IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        app.MapGet("/training/{job_id}/stream", services.GetRequiredService<EventStreamApi>().ServeAsync).WithMetadata(StreamRequest.Taken);

        // A pipeline of its own: keeping alive is set here, and stays with SignalR and Blazor for their sockets.
        var sockets = app.CreateApplicationBuilder();
        sockets.UseWebSockets();
        sockets.Run(services.GetRequiredService<SocketApi>().ServeAsync);
        app.MapGet("/training/{job_id}/ws", sockets.Build()).WithMetadata(StreamRequest.Taken);
    }
}
