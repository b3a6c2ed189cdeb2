using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// Runs a trainer's loop from a checkpoint for some steps beside any job: nothing of it is kept. One at a time, as it
/// takes the processor from jobs.
/// </summary>
/// <param name="trainers">Where trainers are found.</param>
/// <param name="datasets">Where data are found.</param>
/// <param name="threads">Threads a loop may keep busy.</param>
public sealed class ScratchRuns(TrainerCatalog trainers, DatasetCatalog datasets, int threads) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Runs the loop of a spec.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="lastStep">After this step it ends. None after the checkpoint's: it ends when all is set up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="steering">What was changed of the job while it ran; null for nothing.</param>
    /// <returns>What the loop said.</returns>
    /// <exception cref="CheckpointException">The checkpoint does not fit what the spec makes.</exception>
    /// <exception cref="DatasetUnavailableException">The data are gone.</exception>
    /// <exception cref="ScratchRunException">The trainer is gone, or broke.</exception>
    public async Task<ScratchReport> RunAsync(
        JobSpec spec, Checkpoint from, long lastStep, CancellationToken cancellationToken, JobSteering? steering = null)
    {
        using var control = new ControlPoint();
        var report = new ScratchReport(control.Interrupt, lastStep);
        if (from.Position.Step >= lastStep)
            control.Interrupt();
        await RunAsync(spec, spec.Epochs, from, steering ?? JobSteering.None, report, control, (_, _) => { }, cancellationToken);
        return report;
    }

    /// <summary>Sets the loop of a spec up and looks at its model, on the loop's thread, before the first batch.</summary>
    /// <typeparam name="T">What is seen.</typeparam>
    /// <param name="spec">What to set up.</param>
    /// <param name="at">In which state.</param>
    /// <param name="look">Looks at the model and the dataset it learns from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CheckpointException">The checkpoint does not fit what the spec makes.</exception>
    /// <exception cref="DatasetUnavailableException">The data are gone.</exception>
    /// <exception cref="ScratchRunException">The trainer is gone, broke, or shows nothing of its model.</exception>
    public async Task<T> LookAsync<T>(JobSpec spec, Checkpoint at, Func<IModelView, Dataset, T> look, CancellationToken cancellationToken)
    {
        using var control = new ControlPoint();
        (bool Looked, T? Seen, Exception? Fault) seen = default;
        // Asked for as a checkpoint would be: between two batches.
        control.Post(new JobCommand("look", default, CommandAction.Checkpoint, "a look", TimeProvider.System.GetUtcNow()));
        control.Interrupt();
        void Listen(TrainingContext context, Dataset dataset) => control.Listen((_, _) => { }, _ =>
        {
            try
            {
                if (context.View is { } view)
                    seen = (true, look(view, dataset), null);
            }
            catch (Exception e)
            {
                seen.Fault = e;
            }

            return true;
        });
        // One more epoch, so that there is a next batch to stand before also where the job has had all of its own.
        await RunAsync(
            spec, at.Position.EpochsDone + 1, at, JobSteering.None, new ScratchReport(() => { }, long.MaxValue), control, Listen, cancellationToken);
        if (seen.Fault is not null)
            ExceptionDispatchInfo.Throw(seen.Fault);
        return seen.Looked ? seen.Seen! : throw new ScratchRunException($"The trainer {spec.Trainer} shows nothing of its model.");
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task RunAsync(
        JobSpec spec, int epochs, Checkpoint from, JobSteering steering, ScratchReport report, ControlPoint control,
        Action<TrainingContext, Dataset> prepare, CancellationToken cancellationToken)
    {
        var trainer = trainers.Find(spec.Trainer) ?? throw new ScratchRunException($"The trainer {spec.Trainer} is not in this dashboard.");
        await _one.WaitAsync(cancellationToken);
        try
        {
            using var giveUp = cancellationToken.Register(control.Interrupt);
            var request = new TrainingRequest(
                await datasets.LoadAsync(spec.Dataset, cancellationToken),
                HyperparameterValues.Resolve(trainer.Description.Hyperparameters, spec.Hyperparameters),
                epochs,
                spec.Seed,
                threads,
                from)
            {
                Steering = LoopSteering.Replaying(steering, EditableHyperparameters.Of(trainer.Description), control, TimeProvider.System),
            };
            var context = new TrainingContext(request, report, control);
            prepare(context, request.Dataset);
            await Task.Factory.StartNew(
                () => RunToTheEnd(trainer, context, control), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            _one.Release();
        }
    }

    private static void RunToTheEnd(ITrainer trainer, TrainingContext context, ControlPoint control)
    {
        try
        {
            trainer.Train(context);
        }
        catch (OperationCanceledException) when (control.Stopping.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not CheckpointException)
        {
            throw new ScratchRunException($"{e.GetType().Name}: {e.Message}", e);
        }
    }
}

/// <summary>What a loop said that nobody keeps: the points that depend on nothing but its state, and its shape.</summary>
public sealed class ScratchReport : ITrainingSink
{
    private readonly Action _enough;
    private readonly long _lastStep;
    private readonly Dictionary<string, SortedDictionary<long, double>> _series = new(StringComparer.Ordinal);

    internal ScratchReport(Action enough, long lastStep)
    {
        _enough = enough;
        _lastStep = lastStep;
    }

    /// <summary>Values by series and step. Speeds are left out: they are the machine's.</summary>
    public IReadOnlyDictionary<string, SortedDictionary<long, double>> Series => _series;

    /// <summary>Batches in an epoch; 0 where the loop came not so far.</summary>
    public int StepsPerEpoch { get; private set; }

    /// <inheritdoc/>
    public void Plan(int stepsPerEpoch, long totalSteps) => StepsPerEpoch = stepsPerEpoch;

    /// <inheritdoc/>
    public void Step(long step, in StepReport report, double samplesPerSecond)
    {
        Point(SeriesNames.Loss, step, report.Loss);
        if (report.Accuracy is { } accuracy)
            Point(SeriesNames.Accuracy, step, accuracy);
        Point(SeriesNames.LearningRate, step, report.LearningRate);
        Point(SeriesNames.GradientNorm, step, report.GradientNorm);
        if (step >= _lastStep)
            _enough();
    }

    /// <inheritdoc/>
    public void Point(string series, long step, double value)
    {
        if (!_series.TryGetValue(series, out var points))
            _series.Add(series, points = []);
        points[step] = value;
    }

    /// <inheritdoc/>
    public void Validation(int epoch, long step, ValidationReport report)
    {
        Point(SeriesNames.ValidationLoss, step, report.Loss);
        if (report.Accuracy is { } accuracy)
            Point(SeriesNames.ValidationAccuracy, step, accuracy);
    }

    /// <inheritdoc/>
    public void Epoch(int epoch)
    {
    }

    /// <inheritdoc/>
    public void Log(LogLevel level, string text)
    {
    }

    /// <inheritdoc/>
    public bool CheckpointDue() => false;

    /// <inheritdoc/>
    public bool Checkpoint(TrainingPosition position, byte[] content, CheckpointReason why) => true;
}

/// <summary>A scratch run could not be: the trainer is gone, or broke.</summary>
public sealed class ScratchRunException(string message, Exception? inner = null) : Exception(message, inner);
