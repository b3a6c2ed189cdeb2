using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>Writes server-sent events.</summary>
internal sealed class EventStreamSink(PipeWriter writer, TimeSpan patience, TimeProvider time) : IStreamSink
{
    private const int FlushBytes = 32 * 1024;
    private int _unflushed;
    private bool _begun;

    /// <summary>Whether a send is under way.</summary>
    public bool IsSending { get; private set; }

    public async Task SendAsync(Delivery delivery, long seen, ReadOnlyMemory<byte>? last, CancellationToken cancellationToken)
    {
        if (delivery.Snapshot is not null)
        {
            if (last is { } ended)
                Write(seen, [], ended.Span);
            await WriteSnapshotAsync(delivery, cancellationToken);
        }

        foreach (var frame in delivery.Frames)
        {
            for (var i = 0; i < frame.Events.Count; i++)
            {
                var happened = frame.Events[i];
                // Whoever has the last number is told 204 when it comes back: it must have had the final status before.
                if (last is { } ended && happened.Seq == delivery.Last)
                    Write(happened.Seq - 1, [], ended.Span);
                Write(happened.Seq, EventKind.Utf8(happened).Span, frame.Json[i].Span);
                if (_unflushed >= FlushBytes)
                    await FlushAsync(cancellationToken);
            }
        }

        await FlushAsync(cancellationToken);
    }

    public async Task SendStatusAsync(ReadOnlyMemory<byte> status, long seen, CancellationToken cancellationToken)
    {
        Write(seen, [], status.Span);
        await FlushAsync(cancellationToken);
    }

    public async Task SendHeartbeatAsync(CancellationToken cancellationToken)
    {
        Write(":\n\n"u8);
        await FlushAsync(cancellationToken);
    }

    private async Task WriteSnapshotAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var json = delivery.SnapshotJson;
        WriteHead("snapshot"u8);
        for (; json.Length > FlushBytes; json = json[FlushBytes..])
        {
            Write(json.Span[..FlushBytes]);
            await FlushAsync(cancellationToken);
        }

        Write(json.Span);
        WriteId(delivery.Last);
    }

    private void Write(long id, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> json)
    {
        WriteHead(kind);
        Write(json);
        WriteId(id);
    }

    private void WriteHead(ReadOnlySpan<byte> kind)
    {
        // Some clients (eventsource for Node, up to version 2) carry a message that broke off into the next connection. An
        // event without data is none to the others, and has those throw the rest away.
        if (!_begun)
            Write("event: begin\n\n"u8);
        _begun = true;
        if (!kind.IsEmpty)
        {
            Write("event: "u8);
            Write(kind);
            Write("\n"u8);
        }

        Write("data: "u8);
    }

    // Last, because the same clients take a number as seen as soon as its line is there.
    private void WriteId(long id)
    {
        Span<byte> number = stackalloc byte[20];
        Utf8Formatter.TryFormat(id, number, out var digits);
        Write("\nid: "u8);
        Write(number[..digits]);
        Write("\n\n"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes);
        _unflushed += bytes.Length;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        _unflushed = 0;
        // Not with the token: a cancelled flush could not be told from a client that does not read.
        var flush = writer.FlushAsync(CancellationToken.None);
        IsSending = !flush.IsCompleted;
        try
        {
            var result = IsSending ? await flush.AsTask().WaitAsync(patience, time, cancellationToken) : await flush;
            if (result.IsCompleted)
                throw new OperationCanceledException("The client has gone.");
        }
        catch (TimeoutException)
        {
            throw new StalledReaderException();
        }

        IsSending = false;
    }
}
