using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>One client's end of a stream: how deliveries and statuses look on its transport.</summary>
internal interface IStreamSink
{
    /// <summary>Sends events or a snapshot.</summary>
    /// <param name="delivery">What to send.</param>
    /// <param name="seen">The number up to which the client had everything before.</param>
    /// <param name="last">
    /// The job's final status where the delivery holds the job's last event; whoever has got that event must have got this.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StalledReaderException">The client does not read.</exception>
    Task SendAsync(Delivery delivery, long seen, ReadOnlyMemory<byte>? last, CancellationToken cancellationToken);

    /// <summary>Sends the job's status.</summary>
    /// <param name="status">As JSON.</param>
    /// <param name="seen">The number up to which the client has everything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StalledReaderException">The client does not read.</exception>
    Task SendStatusAsync(ReadOnlyMemory<byte> status, long seen, CancellationToken cancellationToken);

    /// <summary>Sends a sign of life.</summary>
    Task SendHeartbeatAsync(CancellationToken cancellationToken);
}

/// <summary>A client has not read for so long that it is let go.</summary>
internal sealed class StalledReaderException() : Exception("The client stopped reading.");
