using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution;

/// <summary>Executes one attempt at a job, from taking it up to its last word. Never throws what a trainer throws.</summary>
public sealed partial class JobRunner(
    JobFeeds feeds,
    RunningJobs running,
    TrainerCatalog trainers,
    DatasetCatalog datasets,
    CheckpointStore checkpoints,
    IOptions<ExecutionOptions> options,
    TimeProvider time,
    ILogger<JobRunner> logger)
{
    private const string ShutDown = "The dashboard was shut down; the job goes on when it is back.";

    /// <summary>Runs the job to its end, or until <paramref name="shutdown"/>.</summary>
    public async Task RunAsync(JobId id, CancellationToken shutdown)
    {
        if (shutdown.IsCancellationRequested || await feeds.FindAsync(id, CancellationToken.None) is not { } feed)
            return;
        var pending = PendingCommands.Of(id, await feed.HistoryAsync(CancellationToken.None));

        JobReporter? reporter = null;
        using var control = new ControlPoint((command, step) => reporter!.Applied(command, step), time);
        using var held = running.Hold(id, control);
        // Before the job begins, so that a resume sent as soon as it has begun comes after.
        foreach (var command in pending)
            control.Post(command);
        if (feed.Job.Desired == DesiredState.Pause && !pending.Any(command => command.Action == CommandAction.Pause))
            control.Post(new JobCommand(Guid.CreateVersion7().ToString("N"), id, CommandAction.Pause, "the restart", time.GetUtcNow()));
        var began = await feed.UpdateAsync(Begin, CancellationToken.None);
        if (began.Status != JobStatus.Running)
            return;

        LogBegan(logger, id, began.Attempt, began.Spec.Trainer, began.Spec.Dataset);
        var clock = new CheckpointClock(TimeSpan.FromSeconds(options.Value.CheckpointSeconds), options.Value.CheckpointSteps, time);
        var best = (await checkpoints.ListAsync(id, CancellationToken.None)).FirstOrDefault(checkpoint => checkpoint.Best)?.ValidationLoss;
        // On the loop's thread, which goes on when the checkpoint is on the disk. Never before the points up to it are
        // stored: whoever goes on from it reports the next step.
        JobFlusher? stored = null;
        void Keep(CheckpointDraft draft)
        {
            if (!stored!.FlushAsync().GetAwaiter().GetResult())
                throw new IOException("The points before it could not be stored.");
            checkpoints.SaveAsync(id, began.Attempt, draft, options.Value.KeepCheckpoints, CancellationToken.None).GetAwaiter().GetResult();
        }

        reporter = new JobReporter(began, clock, Keep, time, options.Value.CheckpointBest ? best : double.NegativeInfinity)
        {
            PausedTime = () => control.PausedTime,
        };

        await using var flusher = new JobFlusher(
            feed, began.Attempt, reporter, control, TimeSpan.FromMilliseconds(options.Value.FlushMilliseconds), time, logger);
        stored = flusher;
        using var interrupt = shutdown.Register(control.Interrupt);
        var outcome = await TrainAsync(began, reporter, control);
        reporter.KeepHeldBest();
        var ended = await flusher.FinishAsync(job => Finish(job, outcome), shutdown);
        LogEnded(logger, id, ended.Status, ended.Reason);
    }

    private JobUpdate? Begin(Job job)
    {
        if (job.Status is not (JobStatus.Queued or JobStatus.Interrupted))
            return null;
        var attempt = job.Attempt + 1;
        var reason = attempt == 1 ? null : $"Taken up again, attempt {attempt}.";
        return JobUpdate.Move(job with { Attempt = attempt }, JobStatus.Running, reason, time.GetUtcNow());
    }

    /// <summary>Runs the loop on a thread of its own and says how it ended.</summary>
    private async Task<Outcome> TrainAsync(Job job, JobReporter reporter, ControlPoint control)
    {
        try
        {
            return await TrainUntilStoppedAsync(job, reporter, control);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, job.Id);
            reporter.Log(LogLevel.Error, e.ToString());
            return new Outcome(JobStatus.Failed, $"{e.GetType().Name}: {e.Message}", e.Message);
        }
    }

    private async Task<Outcome> TrainUntilStoppedAsync(Job job, JobReporter reporter, ControlPoint control)
    {
        TrainingContext? context = null;
        try
        {
            var trainer = trainers.Find(job.Spec.Trainer)
                ?? throw new InvalidOperationException($"The trainer {job.Spec.Trainer} is not in this dashboard.");
            var request = new TrainingRequest(
                await datasets.LoadAsync(job.Spec.Dataset, control.Stopping),
                HyperparameterValues.Resolve(trainer.Description.Hyperparameters, job.Spec.Hyperparameters),
                job.Spec.Epochs,
                job.Spec.Seed,
                options.Value.Threads,
                await checkpoints.LoadLatestAsync(job.Id, job.Progress.Step, damaged => reporter.Log(LogLevel.Warning, damaged), control.Stopping));
            context = new TrainingContext(request, reporter, control, time);
            control.Keep = command => reporter.Keep(command, context.Position, context.EncodeState());
            reporter.Log(LogLevel.Information, request.Resume is { Position: var position }
                ? $"Attempt {job.Attempt}: going on from the checkpoint at step {position.Step}."
                : $"Attempt {job.Attempt}: training {job.Spec.Trainer} on {job.Spec.Dataset}, {job.Spec.Epochs} epochs, seed {job.Spec.Seed}, {options.Value.Threads} threads.");
            await RunOnOwnThread(() => trainer.Train(context), $"job {job.Number}");
            return new Outcome(JobStatus.Completed, null, null);
        }
        catch (OperationCanceledException) when (control.Stopping.IsCancellationRequested)
        {
            if (control.EndedBy is { Action: CommandAction.Park } park)
                return new Outcome(JobStatus.Parked, $"Parked by {park.By} at step {context!.Step}.", null);
            if (control.StoppedBetweenBatches && context is not null
                && context.SaveCheckpoint(control.EndedBy is null ? CheckpointReason.Park : CheckpointReason.End)
                && control.EndedBy is { } stop)
            {
                reporter.Durable(stop, context.Step);
            }

            return new Outcome(JobStatus.Interrupted, ShutDown, null);
        }
    }

    private static Task RunOnOwnThread(Action work, string name)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.BelowNormal }.Start();
        return done.Task;
    }

    private (Job Job, JobEvent Event)? Finish(Job job, Outcome outcome)
    {
        // A loop that ends because of a stop was not interrupted, whatever else happened meanwhile.
        var stopped = outcome.Status is JobStatus.Interrupted or JobStatus.Parked && job.Status == JobStatus.Stopping;
        var status = stopped ? JobStatus.Cancelled : outcome.Status;
        if (job.Status == JobStatus.Paused && status == JobStatus.Completed)
            job = job with { Status = JobStatus.Running };
        var reason = stopped ? job.Reason : outcome.Reason;
        var now = time.GetUtcNow();
        var ended = job.MoveTo(status, reason, now) with { Error = outcome.Error };
        return (ended, new StatusEvent(now.ToUnixTimeMilliseconds(), status, reason, ended.Attempt));
    }

    private sealed record Outcome(JobStatus Status, string? Reason, string? Error);

    [LoggerMessage(1, LogLevel.Information, "Job {Job} attempt {Attempt} begins: {Trainer} on {Dataset}.", EventName = "Began")]
    private static partial void LogBegan(ILogger logger, JobId job, int attempt, string trainer, string dataset);

    [LoggerMessage(2, LogLevel.Information, "Job {Job} is {Status}. {Reason}", EventName = "Ended")]
    private static partial void LogEnded(ILogger logger, JobId job, JobStatus status, string? reason);

    [LoggerMessage(3, LogLevel.Warning, "Job {Job} failed.", EventName = "Failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, JobId job);
}
