using System.Net.WebSockets;
using System.Text;

namespace TrainingDashboard.Benchmarks;

/// <summary>Many clients that watch one job and measure how old each update is when it reaches them.</summary>
internal sealed class Viewers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _reading = [];
    private readonly List<IDisposable> _connections = [];
    private Latencies _latencies = new();
    private long _records;

    /// <summary>Records received since the last <see cref="Reset"/>.</summary>
    public long Records => Interlocked.Read(ref _records);

    public Latencies Latencies => Volatile.Read(ref _latencies);

    public void Reset()
    {
        Volatile.Write(ref _latencies, new Latencies());
        Interlocked.Exchange(ref _records, 0);
    }

    /// <summary>Clients of the hub's Watch stream, from the job's next event on.</summary>
    public Task AddHubAsync(int count, Uri server, string job, long after)
        => AddAsync(count, () => OpenWebSocketAsync(
            new Uri($"ws://{server.Authority}/hubs/training"),
            "{\"protocol\":\"json\",\"version\":1}\u001e",
            $"{{\"type\":4,\"invocationId\":\"1\",\"target\":\"Watch\",\"arguments\":[\"{job}\",{after}]}}\u001e",
            "\"steps\":["u8.ToArray(), "\"loss\":["u8.ToArray()));

    /// <summary>Clients of the WebSocket of the article's pattern: one message an update.</summary>
    public Task AddArticleWebSocketAsync(int count, Uri server)
        => AddAsync(count, () => OpenWebSocketAsync(
            new Uri($"ws://{server.Authority}/training/1/ws"), null, null, null, "\"sent\":"u8.ToArray()));

    /// <summary>
    /// Clients of the article's SSE loop. Of the updates between two messages none is sent, but each becomes visible, as
    /// overtaken, with the later message: their ages count, too.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="server">Where.</param>
    /// <param name="rate">Updates a second that the server makes.</param>
    public Task AddArticleSseAsync(int count, Uri server, double rate)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue });
        _connections.Add(http);
        return AddAsync(count, async () =>
        {
            var stream = await http.GetStreamAsync(new Uri(server, "training/1/stream"), _stop.Token);
            _reading.Add(ReadAsync((buffer, stop) => stream.ReadAsync(buffer, stop), null, "\"sent\":"u8.ToArray(), 1e9 / rate));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var connection in _connections)
            connection.Dispose();
        await Task.WhenAll(_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static async Task AddAsync(int count, Func<Task> open)
    {
        for (var opened = 0; opened < count; opened += 50)
            await Task.WhenAll(Enumerable.Range(0, Math.Min(50, count - opened)).Select(_ => open()));
    }

    private async Task OpenWebSocketAsync(Uri address, string? handshake, string? request, byte[]? counted, byte[] stamped)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, _stop.Token);
        foreach (var text in new[] { handshake, request }.OfType<string>())
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _stop.Token);
        lock (_connections)
        {
            _connections.Add(socket);
            _reading.Add(ReadAsync(async (buffer, stop) => (await socket.ReceiveAsync(buffer, stop)).Count, counted, stamped));
        }
    }

    /// <param name="read">Reads some bytes.</param>
    /// <param name="counted">What stands before a list with an element a record; null where a stamp is a record.</param>
    /// <param name="stamped">What stands before the moment an update was made, or before a list of them.</param>
    /// <param name="overtaken">Nanoseconds between two updates, where those not sent count as well; else 0.</param>
    private async Task ReadAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> read, byte[]? counted, byte[] stamped, double overtaken = 0)
    {
        double newest = 0;
        var buffer = new byte[64 * 1024];
        var held = 0;
        while (true)
        {
            var count = await read(buffer.AsMemory(held), _stop.Token);
            if (count == 0)
                return;
            held += count;
            var used = Take(buffer.AsSpan(0, held), counted, stamped, overtaken, ref newest);
            buffer.AsSpan(used, held - used).CopyTo(buffer);
            held -= used;
            if (held == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    /// <returns>How many bytes are done with.</returns>
    private int Take(ReadOnlySpan<byte> bytes, byte[]? counted, byte[] stamped, double overtaken, ref double newest)
    {
        var done = 0;
        while (true)
        {
            var rest = bytes[done..];
            long records = 1;
            if (counted is not null)
            {
                var list = rest.IndexOf(counted);
                var end = list < 0 ? -1 : rest[list..].IndexOf((byte)']');
                if (end < 0)
                    return done;
                records = 1 + rest.Slice(list, end).Count((byte)',');
                rest = rest[(list + end)..];
            }

            var at = rest.IndexOf(stamped);
            var stop = at < 0 ? -1 : rest[(at + stamped.Length)..].IndexOfAny("]}"u8);
            if (stop < 0)
                return done;
            var stamps = rest.Slice(at + stamped.Length, stop);
            Interlocked.Add(ref _records, records);
            AddLatency(stamps[..(stamps.IndexOf((byte)',') is var comma and >= 0 ? comma : stamps.Length)], overtaken, ref newest);
            if (records > 1)
                AddLatency(stamps[(stamps.LastIndexOf((byte)',') + 1)..], 0, ref newest);
            done = bytes.Length - rest.Length + at + stamped.Length + stop;
        }
    }

    private void AddLatency(ReadOnlySpan<byte> stamp, double overtaken, ref double newest)
    {
        if (!System.Buffers.Text.Utf8Parser.TryParse(stamp.TrimStart((byte)' '), out double made, out _) || made <= 0)
            return;
        var now = MetronomeTrainer.Now;
        Latencies.Add(now - (long)made);
        for (var between = made - overtaken; overtaken > 0 && newest > 0 && between > newest + (overtaken / 2); between -= overtaken)
            Latencies.Add(now - (long)between);
        newest = made;
    }
}
