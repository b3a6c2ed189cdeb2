using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// Moves an attempt's reports into its feed: as they come, on average at most once a flush interval unless something is urgent,
/// and wholly at the end. What cannot be stored is kept and tried again.
/// </summary>
internal sealed partial class JobFlusher : IAsyncDisposable
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(500);
    private const int FlushesAhead = 3;
    private readonly JobFeed _feed;
    private readonly JobReporter _reporter;
    private readonly Action _endLoop;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly int _attempt;
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _urgent = new(0);
    private readonly CancellationTokenSource _ended = new();
    private readonly List<PendingChange> _unstored = [];
    private readonly Task _loop;
    private JobProgress _progress = new();
    private bool _stale;

    public JobFlusher(JobFeed feed, int attempt, JobReporter reporter, Action endLoop, TimeSpan interval, TimeProvider time, ILogger logger)
    {
        _feed = feed;
        _attempt = attempt;
        _reporter = reporter;
        _endLoop = endLoop;
        _time = time;
        _logger = logger;
        _reporter.Arrived += OnArrived;
        _reporter.Urgent += OnUrgent;
        _loop = Task.WhenAll(FlushRegularlyAsync(interval), FlushUrgentlyAsync());
    }

    /// <summary>Stores everything that waits, however long it takes, then the last change.</summary>
    /// <returns>The job afterwards.</returns>
    public async Task<Job> FinishAsync(PendingChange last, CancellationToken giveUp)
    {
        _reporter.Add(last);
        while (!await FlushAsync() && !_stale)
            await Task.Delay(s_retryInterval, _time, giveUp);
        return _feed.Job;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _reporter.Arrived -= OnArrived;
        _reporter.Urgent -= OnUrgent;
        await _ended.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
        _flushing.Dispose();
        _arrived.Dispose();
        _urgent.Dispose();
    }

    private void OnArrived() => _arrived.Release();

    private void OnUrgent() => _urgent.Release();

    // One flush an interval in the long run. What comes seldomer goes out at once, also where some of it comes together.
    private async Task FlushRegularlyAsync(TimeSpan interval)
    {
        var ahead = TimeSpan.Zero;
        var since = _time.GetTimestamp();
        while (true)
        {
            await _arrived.WaitAsync(_ended.Token);
            while (!await FlushAsync() && !_stale)
                await Task.Delay(s_retryInterval, _time, _ended.Token);
            var now = _time.GetTimestamp();
            ahead = ahead - _time.GetElapsedTime(since, now) + interval;
            since = now;
            if (ahead < interval)
                ahead = interval;
            if (ahead > interval * FlushesAhead)
                await Task.Delay(ahead - (interval * FlushesAhead), _time, _ended.Token);
        }
    }

    private async Task FlushUrgentlyAsync()
    {
        while (true)
        {
            await _urgent.WaitAsync(_ended.Token);
            await FlushAsync();
        }
    }

    /// <summary>Stores what waits, now.</summary>
    /// <returns>Whether nothing is left that could not be stored.</returns>
    public async Task<bool> FlushAsync()
    {
        await _flushing.WaitAsync();
        try
        {
            // What could not be stored before goes first, so that the order holds and no more is taken meanwhile.
            await StoreAsync();
            if (_stale)
                return false;
            var (changes, progress) = _reporter.Take();
            _unstored.AddRange(changes);
            _progress = progress;
            await StoreAsync();
            return true;
        }
        catch (StaleJobException e)
        {
            // Another attempt owns the job: this one must not write another word, and ends.
            LogStale(_logger, e);
            _stale = true;
            _unstored.Clear();
            _endLoop();
            return false;
        }
        catch (Exception e) when (e is IOException or System.Data.Common.DbException)
        {
            LogUnstored(_logger, e, _feed.Job.Id, _unstored.Count);
            return false;
        }
        finally
        {
            _flushing.Release();
        }
    }

    private async Task StoreAsync()
    {
        if (_unstored.Count == 0)
            return;
        await _feed.UpdateAsync(Decide, CancellationToken.None);
        _unstored.Clear();
    }

    private JobUpdate? Decide(Job job)
    {
        var events = new List<JobEvent>(_unstored.Count);
        var durable = false;
        foreach (var change in _unstored)
        {
            if (change(job) is not { } happened)
                continue;
            job = happened.Job;
            events.Add(happened.Event);
            durable |= happened.Event is StatusEvent or ReceiptEvent or CheckpointEvent;
        }

        return events.Count == 0
            ? null
            : new JobUpdate(job with { Progress = _progress }, events) { Attempt = _attempt, Durable = durable };
    }

    [LoggerMessage(1, LogLevel.Warning, "Another attempt owns the job; this one ends.", EventName = "Stale")]
    private static partial void LogStale(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "{Count} reports of job {Job} could not be stored; they are kept and tried again.", EventName = "Unstored")]
    private static partial void LogUnstored(ILogger logger, Exception exception, JobId job, int count);
}
