using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Hub;

/// <summary>
/// SignalR's JSON protocol, which writes a job's events from the bytes that all viewers share instead of making the same
/// JSON anew for each, and says to a call that is refused the sentence alone. Everything else it leaves to the protocol as it comes.
/// </summary>
internal sealed class FeedHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    // The record separator that ends every message of the protocol.
    private const byte Separator = 0x1e;
    private const int LongestId = 40;
    private static readonly SearchValues<char> s_plain = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    private readonly JsonHubProtocol _json = new(options);

    /// <inheritdoc/>
    public string Name => _json.Name;

    /// <inheritdoc/>
    public int Version => _json.Version;

    /// <inheritdoc/>
    public TransferFormat TransferFormat => _json.TransferFormat;

    /// <inheritdoc/>
    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    /// <inheritdoc/>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HubMessage? message)
    {
        if (!_json.TryParseMessage(ref input, binder, out message))
            return false;
        message = HubSentences.Explain(message);
        return true;
    }

    /// <inheritdoc/>
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is StreamItemMessage { Item: Delivery delivery, Headers: null or { Count: 0 }, InvocationId: { } id } && IsPlain(id))
            WriteEvents(delivery, id, output);
        else
            _json.WriteMessage(HubSentences.Plain(message), output);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteMessage(message, buffer);
        return buffer.WrittenMemory;
    }

    // The client chooses it; one that JSON would have to escape is left to those who know how.
    private static bool IsPlain(string id) => id.Length <= LongestId && !id.AsSpan().ContainsAnyExcept(s_plain);

    private static void WriteEvents(Delivery delivery, string id, IBufferWriter<byte> output)
    {
        Span<byte> written = stackalloc byte[LongestId];
        output.Write("{\"type\":2,\"invocationId\":\""u8);
        output.Write(written[..Encoding.ASCII.GetBytes(id, written)]);
        output.Write("\",\"item\":{"u8);
        delivery.WriteMembers(output);
        output.Write("}}"u8);
        output.Write([Separator]);
    }
}
