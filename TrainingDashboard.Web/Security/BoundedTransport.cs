using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace TrainingDashboard.Web.Security;

/// <summary>Accepts so many connections at one time, and refuses the others as they come, before the next one is accepted.</summary>
/// <param name="inner">Accepts them.</param>
/// <param name="limit">How many at one time.</param>
internal sealed class BoundedTransport(IConnectionListenerFactory inner, int limit) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // Those that are being told; more of them are closed without a word.
    private const int MostRefusing = 16;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly byte[] _refusal = Refusal(limit);
    private int _open;
    private int _refusing;

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => new Listener(this, await inner.BindAsync(endpoint, cancellationToken));

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => inner is not IConnectionListenerFactorySelector selector || selector.CanBind(endpoint);

    private static byte[] Refusal(int limit)
    {
        var body = $$"""{"title":"Too many connections","status":503,"detail":"{{limit}} connections are open, as many as the setting Limits:MaxConnections and the files that the dashboard may have open allow."}""";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: {body.Length}\r\nRetry-After: 5\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}");
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= limit)
            return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    private async Task RefuseAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _refusing) <= MostRefusing)
            {
                // What is closed with something unread in it is reset, and the answer lost.
                using var patience = new CancellationTokenSource(s_patience);
                var read = await connection.Transport.Input.ReadAsync(patience.Token);
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                await connection.Transport.Output.WriteAsync(_refusal, patience.Token);
                await connection.Transport.Output.CompleteAsync();
            }
            else
            {
                connection.Abort();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // It has gone by itself, or says nothing.
        }
        finally
        {
            Interlocked.Decrement(ref _refusing);
            await connection.DisposeAsync();
        }
    }

    private sealed class Listener(BoundedTransport transport, IConnectionListener inner) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await AcceptAnyAsync(cancellationToken) is { } connection)
            {
                if (transport.TryEnter())
                    return new Counted(transport, connection);
                var refusing = transport.RefuseAsync(connection);
                // As many as are told keep a file open each; then one at a time.
                if (Volatile.Read(ref transport._refusing) >= MostRefusing)
                    await refusing;
            }

            return null;
        }

        // Where the whole machine has no file left the next one may still come in; whoever gave up would never serve again.
        private async ValueTask<ConnectionContext?> AcceptAnyAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    return await inner.AcceptAsync(cancellationToken);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                {
                    await Task.Delay(s_pause, cancellationToken);
                }
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    /// <summary>A connection that gives its place back when its socket is closed.</summary>
    private sealed class Counted(BoundedTransport transport, ConnectionContext inner) : ConnectionContext
    {
        private int _left;

        public override string ConnectionId
        {
            get => inner.ConnectionId;
            set => inner.ConnectionId = value;
        }

        public override IFeatureCollection Features => inner.Features;

        public override IDictionary<object, object?> Items
        {
            get => inner.Items;
            set => inner.Items = value;
        }

        public override IDuplexPipe Transport
        {
            get => inner.Transport;
            set => inner.Transport = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => inner.ConnectionClosed;
            set => inner.ConnectionClosed = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => inner.LocalEndPoint;
            set => inner.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => inner.RemoteEndPoint;
            set => inner.RemoteEndPoint = value;
        }

        public override void Abort(ConnectionAbortedException abortReason) => inner.Abort(abortReason);

        public override void Abort() => inner.Abort();

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await inner.DisposeAsync();
                await base.DisposeAsync();
            }
            finally
            {
                if (Interlocked.Exchange(ref _left, 1) == 0)
                    Interlocked.Decrement(ref transport._open);
            }
        }
    }
}
