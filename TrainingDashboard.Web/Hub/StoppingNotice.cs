using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace TrainingDashboard.Web.Hub;

/// <summary>
/// Tells clients before the connections go down, and waits until they have heard: what is only written when SignalR closes
/// a connection is thrown away with it. SignalR closes them when ApplicationStopping is raised, before any hosted service
/// hears of it; of the callbacks on that token the one that came last is called first.
/// </summary>
internal sealed class StoppingNotice(IHubContext<TrainingHub, ITrainingClient> hub, IHostApplicationLifetime lifetime) : IHubFilter, IHostedService
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, bool> _connected = new();

    /// <inheritdoc/>
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        _connected[context.Context.ConnectionId] = true;
        return next(context);
    }

    /// <inheritdoc/>
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        _connected.TryRemove(context.Context.ConnectionId, out _);
        return next(context, exception);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(Tell);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Tell()
    {
        using var patience = new CancellationTokenSource(s_patience);
        Task.WhenAll(_connected.Keys.Select(id => TellAsync(id, patience.Token))).Wait();
    }

    private async Task TellAsync(string connection, CancellationToken patience)
    {
        try
        {
            await hub.Clients.Client(connection).ServerStopping("The dashboard is shutting down. Jobs go on when it is back.").WaitAsync(patience);
        }
        catch (Exception e) when (e is HubException or IOException or OperationCanceledException)
        {
            // Also a client that has no answer has heard; one that has gone, or takes nothing, is not waited for.
        }
    }
}
