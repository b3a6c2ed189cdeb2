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

        var steering = SteeringOf(began, control);
        using var interrupt = shutdown.Register(control.Interrupt);
        Outcome outcome;
        Job ended;
        for (GoodState? from = null; ; from = outcome.BackTo, began = At(ended, from!))
        {
            LogBegan(logger, id, began.Attempt, began.Spec.Trainer, began.Spec.Dataset);
            JobFlusher? stored = null;
            reporter = await ReporterAsync(began, control, () => stored!);
            await using var flusher = stored = new JobFlusher(
                feed, began.Attempt, reporter, control, TimeSpan.FromMilliseconds(options.Value.FlushMilliseconds), time, logger);
            outcome = await TrainAsync(began, reporter, control, steering, from);
            // One that was left behind is not worth keeping, and must not be gone on from.
            if (outcome.BackTo is null)
                reporter.KeepHeldBest();
            ended = await flusher.FinishAsync(job => Finish(job, outcome), shutdown);
            // Another worker may hold the job by now.
            if (outcome.BackTo is null || ended.Attempt != began.Attempt + 1)
                break;
        }

        LogEnded(logger, id, ended.Status, ended.Reason);
    }

    // Until the loop reports again it stands where it went back to.
    private static Job At(Job job, GoodState state) => job with { Progress = job.Progress with { Step = state.Position.Step } };

    private LoopSteering SteeringOf(Job job, ControlPoint control)
    {
        var trainer = trainers.Find(job.Spec.Trainer)?.Description;
        return new LoopSteering(job.Steering, SteeringRules.Waiting(job), trainer is null ? [] : EditableHyperparameters.Of(trainer), control, time);
    }

    private async Task<JobReporter> ReporterAsync(Job began, ControlPoint control, Func<JobFlusher> flusher)
    {
        var id = began.Id;
        var clock = new CheckpointClock(TimeSpan.FromSeconds(options.Value.CheckpointSeconds), options.Value.CheckpointSteps, time);
        var best = (await checkpoints.ListAsync(id, CancellationToken.None)).FirstOrDefault(checkpoint => checkpoint.Best)?.ValidationLoss;
        // On the loop's thread, which goes on when the checkpoint is on the disk. Never before the points up to it, and the
        // changes that led to it, are stored: whoever goes on from it reports the next step.
        void Keep(CheckpointDraft draft)
        {
            if (!flusher().FlushAsync().GetAwaiter().GetResult())
                throw new IOException("The points before it could not be stored.");
            checkpoints.SaveAsync(id, began.Attempt, draft, options.Value.KeepCheckpoints, CancellationToken.None).GetAwaiter().GetResult();
        }

        return new JobReporter(began, clock, Keep, time, options.Value.CheckpointBest ? best : double.NegativeInfinity)
        {
            PausedTime = () => control.PausedTime,
        };
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
    private async Task<Outcome> TrainAsync(Job job, JobReporter reporter, ControlPoint control, LoopSteering steering, GoodState? from)
    {
        try
        {
            return await TrainUntilStoppedAsync(job, reporter, control, steering, from);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, job.Id);
            reporter.Log(LogLevel.Error, e.ToString());
            return new Outcome(JobStatus.Failed, $"{e.GetType().Name}: {e.Message}", e.Message);
        }
    }

    private async Task<Outcome> TrainUntilStoppedAsync(Job job, JobReporter reporter, ControlPoint control, LoopSteering steering, GoodState? from)
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
                from is null
                    ? await checkpoints.LoadLatestAsync(job.Id, job.Progress.Step, damaged => reporter.Log(LogLevel.Warning, damaged), control.Stopping)
                    : Checkpoint.Decode(from.Content))
            {
                Steering = steering,
            };
            // First of all, so that this attempt's state outranks what was kept of the stretch that is abandoned.
            if (from is not null)
                reporter.Checkpoint(from.Position, from.Content, CheckpointReason.Manual);
            context = new TrainingContext(request, reporter, control, time);
            control.Keep = command => reporter.Keep(command, context.Position, context.EncodeState());
            reporter.Log(LogLevel.Information, request.Resume is { Position: var position }
                ? $"Attempt {job.Attempt}: going on from the {(from is null ? "checkpoint" : "state")} at step {position.Step}."
                : $"Attempt {job.Attempt}: training {job.Spec.Trainer} on {job.Spec.Dataset}, {job.Spec.Epochs} epochs, seed {job.Spec.Seed}, {options.Value.Threads} threads.");
            await RunOnOwnThread(() => trainer.Train(context), $"job {job.Number}");
            return new Outcome(JobStatus.Completed, null, null);
        }
        catch (RollbackException e)
        {
            return new Outcome(JobStatus.Running, $"Back at step {e.State.Position.Step}, for {e.Command.By}.", null, e.State);
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
        if (outcome.BackTo is not null)
            return GoBack(job, outcome);
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

    // The same worker goes on at once with the next attempt; a stop that came meanwhile is obeyed there.
    private (Job Job, JobEvent Event)? GoBack(Job job, Outcome outcome)
    {
        var now = time.GetUtcNow();
        var reason = job.Status == JobStatus.Stopping ? job.Reason : outcome.Reason;
        if (job.Status == JobStatus.Paused)
            job = job.MoveTo(JobStatus.Running, reason, now);
        job = job with { Attempt = job.Attempt + 1, Reason = reason };
        return (job, new StatusEvent(now.ToUnixTimeMilliseconds(), job.Status, reason, job.Attempt));
    }

    private sealed record Outcome(JobStatus Status, string? Reason, string? Error, GoodState? BackTo = null);

    [LoggerMessage(1, LogLevel.Information, "Job {Job} attempt {Attempt} begins: {Trainer} on {Dataset}.", EventName = "Began")]
    private static partial void LogBegan(ILogger logger, JobId job, int attempt, string trainer, string dataset);

    [LoggerMessage(2, LogLevel.Information, "Job {Job} is {Status}. {Reason}", EventName = "Ended")]
    private static partial void LogEnded(ILogger logger, JobId job, JobStatus status, string? reason);

    [LoggerMessage(3, LogLevel.Warning, "Job {Job} failed.", EventName = "Failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, JobId job);
}
