using System.Net.WebSockets;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>One client's WebSocket from its opening to its end: feed out, commands in, and a close code with its reason.</summary>
internal sealed class SocketSession(WebSocket socket, SocketSink sink, SocketCommands commands, StreamPump pump)
{
    private static readonly SocketClosing s_ended = new(WebSocketCloseStatus.NormalClosure, "The job has ended.");
    private static readonly SocketClosing s_stopping = new(WebSocketCloseStatus.EndpointUnavailable, "The dashboard is shutting down.");

    private static readonly SocketClosing s_gone = new(WebSocketCloseStatus.PolicyViolation, "The events asked for were let go.");

    // For a client to take the last message and to answer the close.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Runs until the job has ended, the client goes or misbehaves, or the dashboard stops.</summary>
    /// <param name="stalled">Called when the client is let go because it does not read.</param>
    /// <param name="stopping">The dashboard stops.</param>
    public async Task RunAsync(Action stalled, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var sending = SendAsync(ending.Token, stopping);
        var receiving = commands.RunAsync();
        try
        {
            // A command's receipt may be what finds out that the client does not read.
            var closing = await await Task.WhenAny(sending, receiving);
            await ending.CancelAsync();
            await Task.WhenAny(sending, Task.Delay(s_patience, CancellationToken.None));
            if (!sending.IsCompleted)
                socket.Abort();
            else
                await CloseAsync(closing, receiving);
        }
        catch (StalledReaderException)
        {
            stalled();
            socket.Abort();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client went without a word, or answers no ping.
            socket.Abort();
        }
        finally
        {
            await ending.CancelAsync();
            if (socket.State is not WebSocketState.Closed)
                socket.Abort();
            await ((Task)Task.WhenAll(sending, receiving)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SocketClosing> SendAsync(CancellationToken ending, CancellationToken stopping)
    {
        try
        {
            await pump.RunAsync(ending);
            return s_ended;
        }
        catch (EventsGoneException)
        {
            return s_gone;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return stopping.IsCancellationRequested ? s_stopping : s_ended;
        }
    }

    private async Task CloseAsync(SocketClosing closing, Task receiving)
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await commands.Obeying.WaitAsync(patience.Token);
            await sink.CloseAsync(closing, patience.Token);
            await receiving.WaitAsync(patience.Token);
            await commands.DrainAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            socket.Abort();
        }
    }
}

/// <summary>How a WebSocket is closed.</summary>
/// <param name="Status">The code.</param>
/// <param name="Reason">A sentence, at most 123 bytes.</param>
internal sealed record SocketClosing(WebSocketCloseStatus Status, string Reason);
