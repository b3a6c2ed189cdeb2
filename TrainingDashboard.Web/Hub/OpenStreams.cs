using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace TrainingDashboard.Web.Hub;

/// <summary>How many streams one connection has open.</summary>
internal sealed class OpenStreams
{
    /// <summary>As many as one connection may have open at one time.</summary>
    public const int Limit = 32;

    private static readonly ConditionalWeakTable<HubCallerContext, OpenStreams> s_all = [];
    private int _open;

    /// <summary>Those of a connection.</summary>
    public static OpenStreams Of(HubCallerContext connection) => s_all.GetOrCreateValue(connection);

    /// <summary>Takes one more place, until the result is disposed.</summary>
    /// <exception cref="HubException">There is none.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _open) <= Limit)
            return new Place(this);
        Interlocked.Decrement(ref _open);
        throw new HubException($"This connection has {Limit} streams open, as many as one may have. End one of them, or open another connection.");
    }

    private sealed class Place(OpenStreams streams) : IDisposable
    {
        private OpenStreams? _streams = streams;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _streams, null) is { } left)
                Interlocked.Decrement(ref left._open);
        }
    }
}
