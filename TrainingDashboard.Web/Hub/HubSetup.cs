using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Web.Api.Streams;

namespace TrainingDashboard.Web.Hub;

/// <summary>The hub's place in the application.</summary>
internal static class HubSetup
{
    public const string Path = "/hubs/training";
    private const int MessageBytes = 64 * 1024;
    private const int WaitingBytes = 32 * 1024;

    public static void AddTrainingHub(this IServiceCollection services)
    {
        services.AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = MessageBytes;
                // A page watches a job and the list, fetches series and sends commands over one connection.
                hub.MaximumParallelInvocationsPerClient = 8;
                hub.AddFilter<StoppingNotice>();
            })
            .AddJsonProtocol(json => FeedJson.Apply(json.PayloadSerializerOptions));
        // Of several protocols with one name the last is taken.
        services.AddSingleton<IHubProtocol, FeedHubProtocol>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<HubConnectionHandler<TrainingHub>>(
            provider, new HubCallLog(provider.GetRequiredService<ILoggerFactory>())));
        services.AddSingleton<StoppingNotice>();
        services.AddHostedService(provider => provider.GetRequiredService<StoppingNotice>());
    }

    public static void MapTrainingHub(this IEndpointRouteBuilder app)
    {
        var streams = app.ServiceProvider.GetRequiredService<IOptions<StreamOptions>>();
        app.MapHub<TrainingHub>(Path, connections =>
        {
            // What waits for one client besides the delivery under way. Who takes nothing for so long is closed.
            connections.TransportMaxBufferSize = WaitingBytes;
            connections.ApplicationMaxBufferSize = MessageBytes;
            connections.TransportSendTimeout = streams.Value.Stalled;
        });
    }
}
