using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TrainingDashboard.Benchmarks.Load;

/// <summary>One client on a plain socket: opened in a blocking way, then read whenever something is there.</summary>
internal sealed class Viewer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Stamps _stamps;
    private readonly bool _framed;
    private byte[] _wire = new byte[8 * 1024];
    private byte[] _text = [];
    private int _held;
    private int _told;
    private double _newest;

    private Viewer(Uri server, Stamps stamps, bool framed)
    {
        _stamps = stamps;
        _framed = framed;
        _socket.Connect(IPAddress.Loopback, server.Port);
    }

    public Socket Socket => _socket;

    /// <summary>Whether it has to say now and then that it is there.</summary>
    public bool Pings { get; private init; }

    /// <summary>Why the server closed it; null while it has not.</summary>
    public string? Closed { get; private set; }

    /// <summary>A client of the hub's Watch stream, from event <paramref name="after"/> on.</summary>
    public static Viewer OfHub(Uri server, string job, long after)
    {
        var viewer = new Viewer(server, Stamps.Blocks, framed: true) { Pings = true };
        viewer.Ask($"GET /hubs/training HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        viewer.Say("{\"protocol\":\"json\",\"version\":1}\u001e");
        viewer.Say($"{{\"type\":4,\"invocationId\":\"0\",\"target\":\"Watch\",\"arguments\":[\"{job}\",{after}]}}\u001e");
        return viewer;
    }

    /// <summary>A client of a WebSocket.</summary>
    public static Viewer OfSocket(Uri server, string path, Stamps stamps)
    {
        var viewer = new Viewer(server, stamps, framed: true);
        viewer.Ask($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        return viewer;
    }

    /// <summary>A client of server-sent events. HTTP/1.0, so that no chunk's head stands in the middle of a number.</summary>
    public static Viewer OfEvents(Uri server, string path, Stamps stamps)
    {
        var viewer = new Viewer(server, stamps, framed: false);
        viewer.Ask($"GET {path} HTTP/1.0\r\nHost: {server.Authority}\r\nAccept: text/event-stream\r\n\r\n");
        return viewer;
    }

    /// <summary>Says that the client is there.</summary>
    public void Ping() => Say("{\"type\":6}\u001e");

    /// <summary>Reads what is there. False once the connection has ended.</summary>
    public bool Read(Tally tally)
    {
        while (true)
        {
            if (_held == _wire.Length)
                Array.Resize(ref _wire, _wire.Length * 2);
            var count = _socket.Receive(_wire.AsSpan(_held), SocketFlags.None, out var error);
            if (error is SocketError.WouldBlock)
                return true;
            if (count <= 0)
            {
                Closed ??= error == SocketError.Success ? "end of stream" : error.ToString();
                return false;
            }

            tally.Bytes += count;
            _held += count;
            var more = _held == _wire.Length;
            var used = _framed ? TakeFrames(tally) : _stamps.Take(_wire.AsSpan(0, _held), tally, ref _newest);
            _wire.AsSpan(used, _held - used).CopyTo(_wire);
            _held -= used;
            if (!more)
                return true;
        }
    }

    public void Dispose() => _socket.Dispose();

    private int TakeFrames(Tally tally)
    {
        var used = 0;
        while (true)
        {
            var rest = _wire.AsSpan(used, _held - used);
            if (rest.Length < 2)
                return used;
            var (head, length) = rest[1] switch
            {
                < 126 => (2, rest[1]),
                126 => (4, rest.Length < 4 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest[2..])),
                _ => (10, rest.Length < 10 ? int.MaxValue : (int)BinaryPrimitives.ReadUInt64BigEndian(rest[2..])),
            };
            if (rest.Length - head < length)
                return used;
            var payload = rest.Slice(head, length);
            switch (rest[0] & 0x0F)
            {
                case 8:
                    Closed = length < 2 ? "closed" : $"{BinaryPrimitives.ReadUInt16BigEndian(payload)} {Encoding.UTF8.GetString(payload[2..])}";
                    break;
                case 9:
                    Send(0x8A, payload);
                    break;
                case 10:
                    break;
                default:
                    TakePayload(payload, final: (rest[0] & 0x80) != 0, tally);
                    break;
            }

            used += head + length;
        }
    }

    // A message may come in several frames, with a number cut in two.
    private void TakePayload(ReadOnlySpan<byte> payload, bool final, Tally tally)
    {
        if (final && _told == 0)
        {
            _stamps.Take(payload, tally, ref _newest);
            return;
        }

        if (_text.Length < _told + payload.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _told + payload.Length));
        payload.CopyTo(_text.AsSpan(_told));
        _told += payload.Length;
        if (!final)
            return;
        _stamps.Take(_text.AsSpan(0, _told), tally, ref _newest);
        _told = 0;
    }

    // The answer's head is read byte by byte: what follows it is for Read.
    private void Ask(string request)
    {
        _socket.Send(Encoding.ASCII.GetBytes(request));
        var head = new StringBuilder();
        Span<byte> one = stackalloc byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (_socket.Receive(one) == 0)
                throw new IOException($"The server hung up after: {head}");
            head.Append((char)one[0]);
        }

        var status = head.ToString()[9..12];
        if (status is not ("101" or "200"))
            throw new IOException($"Expected 101 or 200, got: {head}");
    }

    private void Say(string text) => Send(0x81, Encoding.UTF8.GetBytes(text));

    // A client masks; a mask of zeros leaves the bytes as they are.
    private void Send(byte kind, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[8 + payload.Length];
        frame[0] = kind;
        var head = 2;
        if (payload.Length < 126)
        {
            frame[1] = (byte)(0x80 | payload.Length);
        }
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
            head = 4;
        }

        payload.CopyTo(frame.AsSpan(head + 4));
        _socket.Send(frame.AsSpan(0, head + 4 + payload.Length), SocketFlags.None, out _);
    }
}
