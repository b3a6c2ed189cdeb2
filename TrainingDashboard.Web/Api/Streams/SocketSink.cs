using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>Writes JSON messages, one at a time, to a WebSocket.</summary>
internal sealed class SocketSink(WebSocket socket, TimeSpan patience, TimeProvider time) : IStreamSink, IDisposable
{
    private const int KeptBytes = 64 * 1024;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private ArrayBufferWriter<byte> _buffer = new(1024);

    public async Task SendAsync(Delivery delivery, long seen, ReadOnlyMemory<byte>? last, CancellationToken cancellationToken)
    {
        if (delivery.Snapshot is not null)
            await SendAsync(to => WriteTyped(to, "snapshot"u8, delivery.SnapshotJson.Span), cancellationToken);
        else
            await SendAsync(to => WriteEvents(to, delivery), cancellationToken);
        if (last is { } status)
            await SendStatusAsync(status, delivery.Last, cancellationToken);
    }

    public Task SendStatusAsync(ReadOnlyMemory<byte> status, long seen, CancellationToken cancellationToken)
        => SendAsync(to => WriteTyped(to, "status"u8, status.Span), cancellationToken);

    public Task SendHeartbeatAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Answers a command.</summary>
    /// <param name="id">What the client called it; null where it gave no id.</param>
    /// <param name="receipt">What the job's control said.</param>
    public Task SendReceiptAsync(string? id, Receipt receipt)
        => SendAsync(
            to => WriteTyped(to, "receipt"u8, JsonSerializer.SerializeToUtf8Bytes(
                new { id, receipt.Command, receipt.Action, receipt.State, receipt.Reason, receipt.At }, FeedJson.Options)),
            CancellationToken.None);

    /// <summary>Says what was wrong with a message.</summary>
    public Task SendErrorAsync(string? id, string message)
        => SendAsync(to => WriteTyped(to, "error"u8, JsonSerializer.SerializeToUtf8Bytes(new { id, message }, FeedJson.Options)), CancellationToken.None);

    /// <summary>Sends the close frame after everything before it.</summary>
    public async Task CloseAsync(SocketClosing closing, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(closing.Status, closing.Reason, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose() => _sending.Dispose();

    private static void WriteEvents(IBufferWriter<byte> to, Delivery delivery)
    {
        to.Write("{\"type\":\"events\","u8);
        delivery.WriteMembers(to);
        to.Write("}"u8);
    }

    // The type goes in front of the object's own fields.
    private static void WriteTyped(IBufferWriter<byte> to, ReadOnlySpan<byte> type, ReadOnlySpan<byte> json)
    {
        to.Write("{\"type\":\""u8);
        to.Write(type);
        to.Write("\","u8);
        to.Write(json[1..]);
    }

    private async Task SendAsync(Action<IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
                throw new WebSocketException(WebSocketError.InvalidState);
            if (_buffer.Capacity > KeptBytes)
                _buffer = new ArrayBufferWriter<byte>(1024);
            _buffer.ResetWrittenCount();
            write(_buffer);
            // Not with the caller's token: giving up within a message would break the socket, and no reason could be told.
            await socket.SendAsync(_buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None)
                .AsTask().WaitAsync(patience, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            throw new StalledReaderException();
        }
        finally
        {
            _sending.Release();
        }
    }
}
