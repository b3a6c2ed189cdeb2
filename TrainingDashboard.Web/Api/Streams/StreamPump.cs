using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>
/// Moves a job's feed to one client: every delivery, between them the job's status when it, or its place in the queue, has
/// changed, at most ten times a second, and signs of life while nothing happens. What waits in memory is one delivery.
/// </summary>
internal sealed class StreamPump(StreamRequest request, JobBoard board, IStreamSink sink, TimeSpan? heartbeat, TimeProvider time)
{
    private static readonly TimeSpan s_statusInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_quiet = TimeSpan.FromHours(1);
    private readonly JobFeed _feed = request.Feed;
    private long _seen = request.After ?? 0;
    private Job? _told;
    private JobWaiting? _waiting;
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
                await SendStatusAsync(Now(), cancellationToken);
            while (!next.IsCompleted || await next)
            {
                if (next.IsCompleted)
                {
                    await SendAsync(deliveries.Current, cancellationToken);
                    next = deliveries.MoveNextAsync().AsTask();
                }

                var line = WaitsForASlot(_feed.Job) ? board.WaitingOf(_feed.Job.Id).News : null;
                await SendWhatIsDueAsync(cancellationToken);
                Task news = line is null ? next : Task.WhenAny(next, line);
                await news.WaitAsync(UntilDue(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (_told != _feed.Job)
                await SendStatusAsync(Now(), cancellationToken);
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
        await sink.SendAsync(delivery, _seen, ends ? StatusJson.Of(job, waiting: null) : default(ReadOnlyMemory<byte>?), cancellationToken);
        _seen = delivery.Last;
        Sent();
        if (ends)
            Told((job, null), StatusJson.Of(job, waiting: null));
    }

    private async Task SendWhatIsDueAsync(CancellationToken cancellationToken)
    {
        // Before the first delivery there is nothing that a status could be told after.
        if (!_begun)
            return;
        var now = Now();
        if (IsNews(now) && (_told is null || time.GetElapsedTime(_statusAt) >= s_statusInterval))
        {
            await SendStatusAsync(now, cancellationToken);
        }
        else if (time.GetElapsedTime(_sentAt) >= heartbeat)
        {
            await sink.SendHeartbeatAsync(cancellationToken);
            Sent();
        }
    }

    private static bool WaitsForASlot(Job job) => job.Status is JobStatus.Queued or JobStatus.Interrupted;

    private (Job Job, JobWaiting? Waiting) Now()
    {
        var job = _feed.Job;
        return (job, WaitsForASlot(job) ? board.WaitingOf(job.Id).Waiting : null);
    }

    private async Task SendStatusAsync((Job Job, JobWaiting? Waiting) now, CancellationToken cancellationToken)
    {
        var status = StatusJson.Of(now.Job, now.Waiting);
        if (!status.Span.SequenceEqual(_status.Span))
        {
            await sink.SendStatusAsync(status, _seen, cancellationToken);
            Sent();
        }

        Told(now, status);
    }

    // The final status goes with the last event.
    private bool IsNews((Job Job, JobWaiting? Waiting) now) => (_told != now.Job || _waiting != now.Waiting) && !now.Job.Status.IsFinal();

    private void Told((Job Job, JobWaiting? Waiting) now, ReadOnlyMemory<byte> status)
    {
        (_told, _waiting) = now;
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
        if (IsNews(Now()))
        {
            var status = s_statusInterval - time.GetElapsedTime(_statusAt);
            wait = status < wait ? status : wait;
        }

        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
