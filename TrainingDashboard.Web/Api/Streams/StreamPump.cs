using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>
/// Moves a job's feed to one client: every delivery, between them the job's status when it has changed, at most ten times
/// a second, and signs of life while nothing happens. What waits in memory is one delivery.
/// </summary>
internal sealed class StreamPump(StreamRequest request, IStreamSink sink, TimeSpan? heartbeat, TimeProvider time)
{
    private static readonly TimeSpan s_statusInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_quiet = TimeSpan.FromHours(1);
    private readonly JobFeed _feed = request.Feed;
    private long _seen = request.After ?? 0;
    private Job? _told;
    private ReadOnlyMemory<byte> _status;
    private long _statusAt;
    private long _sentAt;
    private bool _begun;

    /// <summary>Runs until the job has ended and the client knows.</summary>
    /// <exception cref="StalledReaderException">The client does not read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deliveries = _feed.ReadAsync(request.After, request.Reader, reading.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = deliveries.MoveNextAsync().AsTask();
        try
        {
            if (request.After is not null && !_feed.Job.Status.IsFinal())
                await SendStatusAsync(_feed.Job, cancellationToken);
            while (!next.IsCompleted || await next)
            {
                if (next.IsCompleted)
                {
                    await SendAsync(deliveries.Current, cancellationToken);
                    next = deliveries.MoveNextAsync().AsTask();
                }

                await SendWhatIsDueAsync(cancellationToken);
                await ((Task)next).WaitAsync(UntilDue(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (_told != _feed.Job)
                await SendStatusAsync(_feed.Job, cancellationToken);
        }
        finally
        {
            await reading.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await deliveries.DisposeAsync();
        }
    }

    private async Task SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var job = _feed.Job;
        var ends = job.Status.IsFinal() && delivery.Last >= job.Seq;
        await sink.SendAsync(delivery, _seen, ends ? StatusJson.Of(job) : default(ReadOnlyMemory<byte>?), cancellationToken);
        _seen = delivery.Last;
        Sent();
        if (ends)
            Told(job, StatusJson.Of(job));
    }

    private async Task SendWhatIsDueAsync(CancellationToken cancellationToken)
    {
        // Before the first delivery there is nothing that a status could be told after.
        if (!_begun)
            return;
        var job = _feed.Job;
        if (IsNews(job) && (_told is null || time.GetElapsedTime(_statusAt) >= s_statusInterval))
        {
            await SendStatusAsync(job, cancellationToken);
        }
        else if (time.GetElapsedTime(_sentAt) >= heartbeat)
        {
            await sink.SendHeartbeatAsync(cancellationToken);
            Sent();
        }
    }

    private async Task SendStatusAsync(Job job, CancellationToken cancellationToken)
    {
        var status = StatusJson.Of(job);
        if (!status.Span.SequenceEqual(_status.Span))
        {
            await sink.SendStatusAsync(status, _seen, cancellationToken);
            Sent();
        }

        Told(job, status);
    }

    // The final status goes with the last event.
    private bool IsNews(Job job) => _told != job && !job.Status.IsFinal();

    private void Told(Job job, ReadOnlyMemory<byte> status)
    {
        _told = job;
        _status = status;
        _statusAt = time.GetTimestamp();
    }

    private void Sent()
    {
        _begun = true;
        _sentAt = time.GetTimestamp();
    }

    private TimeSpan UntilDue()
    {
        if (!_begun)
            return Timeout.InfiniteTimeSpan;
        var wait = (heartbeat ?? s_quiet) - time.GetElapsedTime(_sentAt);
        if (IsNews(_feed.Job))
        {
            var status = s_statusInterval - time.GetElapsedTime(_statusAt);
            wait = status < wait ? status : wait;
        }

        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
