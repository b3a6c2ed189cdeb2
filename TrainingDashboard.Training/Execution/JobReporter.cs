using System.Globalization;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// Takes what a loop tells and hands it on in flushes (<see cref="JobFlusher"/>). Whoever tells it, which is the loop's
/// thread where that is in this process, waits only when <see cref="MaximumPending"/> reports, or <see cref="MaximumCharacters"/> of the
/// log, could not be stored yet, because the disk does not follow.
/// </summary>
internal sealed class JobReporter : IWorkerListener
{
    private const int MaximumPending = 500_000;

    // Of the log: lines are long where steps are short.
    private const int MaximumCharacters = 2_000_000;
    private static readonly TimeSpan s_epochLineInterval = TimeSpan.FromSeconds(1);
    private readonly object _lock = new();
    private readonly MetricBuffer _metrics = new();
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);
    private readonly SpeedMeter _speed = new();
    private readonly Action<CheckpointDraft> _keep;
    private readonly TimeProvider _time;
    private readonly int _epochs;
    private readonly long _started;
    private List<PendingChange> _pending = [];
    private ConfusionEvent? _confusion;
    private bool _refusedSeries;
    private int _pendingCharacters;
    private bool _announced;
    private bool _hasSamples;
    private JobProgress _progress;
    private long _lastStep;
    private StepReport? _lastReport;
    private long _measuredStep = -1;
    private long _lastEpochLine;

    /// <param name="job">The job as the attempt found it.</param>
    /// <param name="keep">Makes a checkpoint durable.</param>
    /// <param name="time">The clock.</param>
    public JobReporter(Job job, Action<CheckpointDraft> keep, TimeProvider time)
    {
        _progress = job.Progress with { StepsPerSecond = null };
        _lastStep = job.Progress.Step;
        _epochs = job.Epochs;
        _keep = keep;
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>Raised when something waits and nothing did before.</summary>
    public event Action? Arrived;

    /// <summary>Raised when something waits that viewers should not wait for.</summary>
    public event Action? Urgent;

    /// <summary>How long the loop has stood paused; the speed leaves it out.</summary>
    public Func<TimeSpan> PausedTime { get; set; } = () => TimeSpan.Zero;

    /// <summary>Batches completed as far as was told.</summary>
    public long LastStep
    {
        get
        {
            lock (_lock)
                return _lastStep;
        }
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public void Plan(long totalSteps)
    {
        lock (_lock)
            _progress = _progress with { TotalSteps = totalSteps };
    }

    /// <summary>Says that the attempt begins at step 0, as there is nothing to go on from: what was reported before is abandoned.</summary>
    /// <param name="sentence">From which step, and why.</param>
    public void StartAnew(string sentence)
    {
        long from;
        lock (_lock)
        {
            from = _lastStep;
            (_lastStep, _progress) = (0, new JobProgress { TotalSteps = _progress.TotalSteps });
        }

        var at = Now;
        Log(at, LogLevel.Warning, sentence);
        Add(job => job.Status == JobStatus.Running ? (job with { Reason = sentence }, new StatusEvent(at, job.Status, sentence, job.Attempt)) : null);
        if (from > 0)
            Add(job => (job, new RollbackEvent(at, "", "the dashboard", from, 0)));
    }

    /// <inheritdoc/>
    public void Step(long at, long step, in StepReport report, double samplesPerSecond)
    {
        lock (_lock)
        {
            WaitForRoom();
            _metrics.AddStep(step, at, report.Loss, report.Accuracy, report.LearningRate, report.GradientNorm, samplesPerSecond);
            (_lastStep, _lastReport) = (step, report);
            Announce();
        }
    }

    /// <inheritdoc/>
    public void Point(long at, string series, long step, double value)
    {
        lock (_lock)
        {
            WaitForRoom();
            AddPoint(at, series, step, value);
            if (series == SeriesNames.TestLoss)
                _progress = _progress with { TestLoss = value };
            else if (series == SeriesNames.TestAccuracy)
                _progress = _progress with { TestAccuracy = value };
        }
    }

    /// <inheritdoc/>
    public void Sample(long at, long step, IReadOnlyList<KeyValuePair<string, double>> values)
    {
        lock (_lock)
        {
            // A flush of its own costs every viewer something, and what is reported meanwhile waits behind it.
            var waited = _hasSamples;
            foreach (var (series, value) in values)
            {
                if (_series.Contains(series) || AdmitSeries(series))
                    _metrics.Add(series, step, at, value);
            }

            _hasSamples = true;
            if (waited)
                Announce();
        }
    }

    /// <inheritdoc/>
    public void Epoch(int epoch)
    {
        lock (_lock)
            _progress = _progress with { Epoch = epoch };
    }

    /// <inheritdoc/>
    public void Validation(long at, int epoch, long step, ValidationReport report)
    {
        lock (_lock)
        {
            AddPoint(at, SeriesNames.ValidationLoss, step, report.Loss);
            if (report.Accuracy is { } accuracy)
                AddPoint(at, SeriesNames.ValidationAccuracy, step, accuracy);
            if (report.Confusion is { } confusion)
                _confusion = new ConfusionEvent(at, epoch, step, confusion.Classes, confusion.Counts);
            _progress = _progress with { ValidationLoss = report.Loss, ValidationAccuracy = report.Accuracy };
        }

        if (epoch == _epochs || _time.GetElapsedTime(_lastEpochLine) >= s_epochLineInterval)
        {
            _lastEpochLine = _time.GetTimestamp();
            Log(at, LogLevel.Information, string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}  validation loss {report.Loss:G4}{(report.Accuracy is { } right ? $"  accuracy {right:G4}" : "")}"));
        }
    }

    /// <inheritdoc/>
    public void Log(long at, LogLevel level, string text)
    {
        var line = text.Length <= LogEvent.MaximumLength ? text : Cut(text) + "…";
        lock (_lock)
        {
            WaitForRoom();
            _pendingCharacters += line.Length;
        }

        Add(job => (job, new LogEvent(at, level, line)));
    }

    /// <inheritdoc/>
    public string? Keep(CheckpointDraft draft)
    {
        try
        {
            _keep(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException or StaleJobException)
        {
            Log(Now, LogLevel.Warning, $"The checkpoint at step {draft.Position.Step} could not be kept: {e.Message} Training goes on; the checkpoint before it stands.");
            return e.Message;
        }

        var kept = new CheckpointEvent(Now, draft.Position.Step, draft.Position.EpochsDone, draft.Content.Length, draft.Reason);
        Add(job => (job, kept));
        return null;
    }

    /// <inheritdoc/>
    public void Kept(DateTimeOffset at, JobCommand command, long step, string? fault)
    {
        if (fault is null)
        {
            Tell(command, ReceiptState.Applied, step, at);
            Durable(_time.GetUtcNow(), command, step);
        }
        else
        {
            Add(CommandChanges.Refused(command, $"The checkpoint could not be kept: {fault}", _time.GetUtcNow()));
        }

        Urgent?.Invoke();
    }

    /// <inheritdoc/>
    public void Durable(DateTimeOffset at, JobCommand command, long step) => Tell(command, ReceiptState.Durable, step, at);

    /// <inheritdoc/>
    public void Applied(DateTimeOffset at, JobCommand command, long step)
    {
        Tell(command, ReceiptState.Applied, step, at);
        if (command.Action is CommandAction.Pause or CommandAction.Resume)
            Add(CommandChanges.Followed(command, step, at));
        Urgent?.Invoke();
    }

    /// <inheritdoc/>
    public void Steered(DateTimeOffset at, Steered what)
    {
        Add([.. SteeringChanges.Of(what, at)]);
        Urgent?.Invoke();
    }

    /// <inheritdoc/>
    public void Contact(DateTimeOffset at, TimeSpan silence, bool isBack)
    {
        var seconds = silence.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var reason = isBack ? $"In touch with the job's process again, after {seconds} s." : $"No sign of life from the job's process for {seconds} s.";
        Log(at.ToUnixTimeMilliseconds(), LogLevel.Warning, reason);
        Add(job => job.Status.IsHeld()
            ? (job with { Reason = reason }, new StatusEvent(at.ToUnixTimeMilliseconds(), job.Status, reason, job.Attempt))
            : null);
        Urgent?.Invoke();
    }

    /// <summary>Adds changes to the job with their events, stored together, after everything reported before.</summary>
    public void Add(params ReadOnlySpan<PendingChange> changes)
    {
        lock (_lock)
        {
            SealMetrics();
            foreach (var change in changes)
                _pending.Add(change);
            Announce();
        }
    }

    /// <summary>Takes out everything that waits, with the progress it leads to.</summary>
    public (IReadOnlyList<PendingChange> Changes, JobProgress Progress) Take()
    {
        lock (_lock)
        {
            SealMetrics();
            // Once a flush, not at each step: the loop leaves nothing to collect behind.
            if (_lastReport is { } last)
                _progress = _progress with { Step = _lastStep, Loss = last.Loss, Accuracy = last.Accuracy };
            if (_progress.Step != _measuredStep)
            {
                _measuredStep = _progress.Step;
                _progress = _progress with { StepsPerSecond = _speed.Sample(_time.GetElapsedTime(_started) - PausedTime(), _measuredStep) };
            }

            var taken = _pending;
            _pending = [];
            _pendingCharacters = 0;
            _announced = false;
            _hasSamples = false;
            Monitor.PulseAll(_lock);
            return (taken, _progress);
        }
    }

    // Not between the two halves of a character.
    private static string Cut(string text)
        => text[..(char.IsHighSurrogate(text[LogEvent.MaximumLength - 1]) ? LogEvent.MaximumLength - 1 : LogEvent.MaximumLength)];

    private void Tell(JobCommand command, ReceiptState state, long step, DateTimeOffset at) => Add(CommandChanges.Receipt(command, state, step, at));

    private void AddPoint(long at, string series, long step, double value)
    {
        if (_series.Contains(series) || AdmitSeries(series))
        {
            _metrics.Add(series, step, at, value);
            Announce();
        }
    }

    private bool AdmitSeries(string series)
    {
        var proper = series.Length is > 0 and <= SeriesNames.MaximumLength && !series.Any(char.IsControl);
        if (proper && _series.Count < SeriesNames.MaximumPerJob)
            return _series.Add(series);
        if (!_refusedSeries)
        {
            _refusedSeries = true;
            var text = proper
                ? $"More than {SeriesNames.MaximumPerJob} series: points of further ones, such as '{series}', are not kept."
                : $"A series needs a name of 1 to {SeriesNames.MaximumLength} characters without control characters: points of others are not kept.";
            var at = Now;
            _pending.Add(job => (job, new LogEvent(at, LogLevel.Warning, text)));
            Announce();
        }

        return false;
    }

    private void Announce()
    {
        if (_announced)
            return;
        _announced = true;
        Arrived?.Invoke();
    }

    private void SealMetrics()
    {
        if (_metrics.Count > 0)
            AddMetrics(_metrics.Seal());

        // Of several within one flush the latest is kept: an epoch may take less than a millisecond.
        if (_confusion is { } confusion)
            _pending.Add(job => (job, confusion));
        _confusion = null;
    }

    // An event is read and sent as a whole, so none has more rows than a block unless it has more series than that.
    private void AddMetrics(IReadOnlyList<MetricBlock> blocks)
    {
        var at = Now;
        var rows = 0;
        var together = new List<MetricBlock>();
        foreach (var block in blocks)
        {
            if (together.Count > 0 && rows + block.Steps.Count > MetricBuffer.RowsInBlock)
                Add();
            together.Add(block);
            rows += block.Steps.Count;
        }

        Add();

        void Add()
        {
            var points = new MetricsEvent(at, together);
            _pending.Add(job => (job, points));
            (together, rows) = ([], 0);
        }
    }

    private void WaitForRoom()
    {
        while (_metrics.Count + _pending.Count >= MaximumPending || _pendingCharacters >= MaximumCharacters)
            Monitor.Wait(_lock);
    }
}

/// <summary>A change to a job and the event that says so; null when it no longer applies to the job as it stands.</summary>
internal delegate (Job Job, JobEvent Event)? PendingChange(Job job);
