using System.Net.WebSockets;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>
/// Takes commands from a WebSocket, one after the other, each answered by a receipt or by what is wrong with it. Closes
/// on those who send too much.
/// </summary>
internal sealed class SocketCommands(WebSocket socket, SocketSink sink, JobControl control, JobId job, TimeProvider time)
{
    private const string Caller = "the WebSocket";
    private const int MaximumBytes = 4 * 1024;
    private const int MaximumPerSecond = 50;
    private static readonly SocketClosing s_gone = new(WebSocketCloseStatus.NormalClosure, "Good-bye.");
    private static readonly SocketClosing s_binary = new(WebSocketCloseStatus.InvalidMessageType, "Expected text messages.");
    private static readonly SocketClosing s_tooLong = new(WebSocketCloseStatus.MessageTooBig, $"A message is longer than {MaximumBytes} bytes.");
    private static readonly SocketClosing s_tooMany = new(WebSocketCloseStatus.PolicyViolation, $"More than {MaximumPerSecond} messages in a second.");
    private readonly byte[] _buffer = new byte[MaximumBytes + 1];
    private long _second = time.GetTimestamp();
    private int _messages;
    private Task _obeying = Task.CompletedTask;

    /// <summary>
    /// The command under way, until its receipt is sent. A command may end the job, and with it the stream, before that.
    /// </summary>
    public Task Obeying => Volatile.Read(ref _obeying);

    /// <summary>Runs until the client closes or has to be closed, which the result says.</summary>
    public async Task<SocketClosing> RunAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                return s_gone;
            if (received.MessageType == WebSocketMessageType.Binary)
                return s_binary;
            length += received.Count;
            if (length > MaximumBytes)
                return s_tooLong;
            if (!received.EndOfMessage)
                continue;
            if (IsFlood())
                return s_tooMany;
            var obeying = ObeyAsync(_buffer.AsMemory(0, length));
            Volatile.Write(ref _obeying, obeying);
            await obeying;
            length = 0;
        }
    }

    /// <summary>Takes what still comes, until the client has closed too.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (socket.State is WebSocketState.CloseSent)
            await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
    }

    private bool IsFlood()
    {
        if (time.GetElapsedTime(_second) >= TimeSpan.FromSeconds(1))
        {
            _second = time.GetTimestamp();
            _messages = 0;
        }

        return ++_messages > MaximumPerSecond;
    }

    private async Task ObeyAsync(ReadOnlyMemory<byte> message)
    {
        string? id = null;
        try
        {
            var command = SocketCommand.Read(message);
            id = command.Id;
            await sink.SendReceiptAsync(id, await control.SendAsync(job, command, Caller, CancellationToken.None));
        }
        catch (InvalidInputException e)
        {
            await sink.SendErrorAsync(id, e.Message);
        }
    }
}
