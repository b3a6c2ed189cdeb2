using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TrainingDashboard.Tests.Feed;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Execution;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Execution;

/// <summary>The way of an attempt's reports into its feed: reporter and flusher over a store that fails.</summary>
public sealed class JobFlusherTests : IAsyncDisposable
{
    private readonly MemoryEventStore _store = new();
    private readonly JobFeed _feed;
    private readonly JobReporter _reporter;
    private readonly ControlPoint _control;
    private readonly JobFlusher _flusher;
    private Action _keep = () => { };

    public JobFlusherTests()
    {
        var job = A.Job with { Status = JobStatus.Running, Attempt = 1 };
        _feed = new JobFeed(job, _store, _ => { });
        _reporter = new JobReporter(job, _ => _keep(), TimeProvider.System);
        _control = new ControlPoint();
        _flusher = new JobFlusher(
            _feed, attempt: 1, _reporter, _control.Interrupt, TimeSpan.FromMilliseconds(5), TimeProvider.System, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _flusher.DisposeAsync();
        _control.Dispose();
    }

    [Fact]
    public async Task Report_AfterQuiet_IsStoredAtOnceHoweverLongTheInterval()
    {
        var job = A.Job with { Status = JobStatus.Running, Attempt = 1 };
        var store = new MemoryEventStore();
        var reporter = new JobReporter(job, _ => { }, TimeProvider.System);
        await using var flusher = new JobFlusher(
            new JobFeed(job, store, _ => { }), attempt: 1, reporter, _control.Interrupt, TimeSpan.FromHours(1), TimeProvider.System, NullLogger.Instance);

        reporter.Step(0, 1, new StepReport(0.5, 0.5, 0.1, 1, 8), 100);
        await Eventually.IsAsync(() => store.Stored.Points().Count == 1, "the first step is stored");
        reporter.Step(0, 2, new StepReport(0.5, 0.5, 0.1, 1, 8), 100);
        await flusher.FinishAsync(j => (j, new LogEvent(0, LogLevel.Information, "the end")), default);

        Assert.Equal([1L, 2L], store.Stored.Points().Select(p => p.Step));
        Assert.Equal(2, store.Stored.OfType<MetricsEvent>().Count());
    }

    [Fact]
    public async Task Reports_WhileTheStoreFails_AreKeptInOrderAndStoredLater()
    {
        Step(1);
        await Eventually.IsAsync(() => _store.Stored.Count > 0, "the first step is stored");
        _store.Fault = () => new IOException("disk full");
        for (var step = 2; step <= 500; step++)
        {
            Step(step);
            if (step % 100 == 0)
                _reporter.Log(0, LogLevel.Information, $"after {step}");
        }

        await Eventually.IsAsync(() => _store.Faults > 3, "storing was tried again");
        Assert.Single(_store.Stored.Points());
        _store.Fault = null;
        await Eventually.IsAsync(() => _store.Stored.Points().Count == 500, "everything is stored");

        Assert.Equal(Enumerable.Range(1, 500).Select(s => ((long)s, (double)s)), _store.Stored.Points());
        _store.Stored.AreGapFree();
        var lines = _store.Stored.OfType<LogEvent>().ToArray();
        Assert.Equal(["after 200", "after 300", "after 400", "after 500", "after 100"], lines.Select(l => l.Text).OrderBy(t => t == "after 100"));
        foreach (var line in lines)
        {
            var before = _store.Stored.TakeWhile(e => e != line).Points();
            Assert.Equal($"after {before[^1].Step}", line.Text);
        }
    }

    [Fact]
    public async Task Finish_WhileTheStoreFails_WaitsAndStoresTheLastWordLast()
    {
        _store.Fault = () => new IOException("disk full");
        Step(1);
        var finishing = _flusher.FinishAsync(
            job => (job.MoveTo(JobStatus.Completed, null, default), new StatusEvent(0, JobStatus.Completed, null, 1)), default);
        await Eventually.IsAsync(() => _store.Faults > 1, "storing was tried");
        Assert.False(finishing.IsCompleted);

        _store.Fault = null;
        var ended = await finishing.WaitAsync(Eventually.Limit);

        Assert.Equal((JobStatus.Completed, 1L), (ended.Status, ended.Progress.Step));
        Assert.Equal([1], _store.Stored.Points().Select(p => p.Step));
        Assert.IsType<StatusEvent>(_store.Stored[^1]);
    }

    [Fact]
    public async Task Attempt_ThatIsStale_WritesNoMoreAndItsLoopEnds()
    {
        _store.Fault = () => new StaleJobException(_feed.Job.Id, 1);
        Step(1);
        await Eventually.IsAsync(() => _control.Stopping.IsCancellationRequested, "the loop is told to end");
        _store.Fault = null;
        Step(2);

        await _flusher.FinishAsync(job => (job, new LogEvent(0, LogLevel.Information, "late")), default).WaitAsync(Eventually.Limit);

        Assert.Empty(_store.Stored);
        Assert.Throws<OperationCanceledException>(() => _control.Pass(2));
    }

    [Fact]
    public async Task Checkpoint_ThatCannotBeKept_IsAWarningInTheLog()
    {
        foreach (var fault in new Exception[] { new IOException("disk full"), new UnauthorizedAccessException("not yours") })
        {
            _keep = () => throw fault;
            Assert.Equal(fault.Message, _reporter.Keep(new CheckpointDraft(new TrainingPosition(0, 1, 1), [], CheckpointReason.Periodic)));
        }

        await Eventually.IsAsync(() => _store.Stored.Count == 2, "both warnings are stored");
        Assert.All(_store.Stored.Cast<LogEvent>(), line => Assert.Equal(LogLevel.Warning, line.Level));
        Assert.Contains("disk full", ((LogEvent)_store.Stored[0]).Text, StringComparison.Ordinal);
        Assert.Contains("not yours", ((LogEvent)_store.Stored[1]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_BeyondTheLimitOrWithoutAProperName_AreLeftOutWithOneWarning()
    {
        _reporter.Point(0, "", 1, 1);
        _reporter.Point(0, "", 2, 1);
        _reporter.Point(0, "bell\a", 1, 1);
        _reporter.Point(0, new string('x', SeriesNames.MaximumLength + 1), 1, 1);
        for (var i = 0; i < SeriesNames.MaximumPerJob + 10; i++)
            _reporter.Point(0, $"series {i}", 1, i);
        _reporter.Log(0, LogLevel.Information, "end");
        await Eventually.IsAsync(() => _store.Stored.OfType<LogEvent>().Any(l => l.Text == "end"), "all is stored");

        var names = _store.Stored.OfType<MetricsEvent>().SelectMany(e => e.Blocks).SelectMany(b => b.Series.Keys).Distinct().ToArray();
        Assert.Equal(SeriesNames.MaximumPerJob, names.Length);
        Assert.All(names, name => Assert.StartsWith("series ", name, StringComparison.Ordinal));
        Assert.Single(_store.Stored.OfType<LogEvent>(), l => l.Level == LogLevel.Warning);
    }

    private void Step(long step) => _reporter.Step(0, step, new StepReport(step, null, 0.1, 1, 1), 1);
}
