using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// Holds a job while its loop runs, from taking it up to its last word: one attempt, the ones it goes back to, and those
/// after its process was killed. Never throws what a trainer throws.
/// </summary>
internal sealed partial class JobRunner(
    JobFeeds feeds,
    RunningJobs running,
    LoopFactory loops,
    CheckpointStore checkpoints,
    CheckpointOwners owners,
    StorageCare care,
    DatasetCatalog datasets,
    IOptions<ExecutionOptions> options,
    TimeProvider time,
    ILogger<JobRunner> logger)
{
    /// <summary>Runs the job to its end, or until <paramref name="shutdown"/>.</summary>
    public async Task RunAsync(JobId id, CancellationToken shutdown)
    {
        var restarts = new RestartPolicy(options.Value.Restarts);
        try
        {
            while (!shutdown.IsCancellationRequested && await HoldAsync(id, restarts, shutdown) is { } restart)
                await Task.Delay(restart.Wait, time, shutdown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (StorageCare.IsDamage(e))
        {
            care.Meet(id, e);
        }
    }

    // Without it the job runs all the same; it is missed only by whoever has lost the database.
    private void Describe(Job job)
    {
        try
        {
            owners.Describe(job.Id, JobDescription.Of(job));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotDescribed(logger, job.Id, e.Message);
        }
    }

    /// <returns>When to hold the job again; null where it is done with for now.</returns>
    private async Task<Restart?> HoldAsync(JobId id, RestartPolicy restarts, CancellationToken shutdown)
    {
        if (await feeds.FindAsync(id, CancellationToken.None) is not { } feed || feed.Job.Status is not (JobStatus.Queued or JobStatus.Interrupted))
            return null;
        var pending = PendingCommands.Of(id, await feed.HistoryAsync(CancellationToken.None));
        if (await datasets.DifferenceAsync(feed.Job.Spec.Dataset, feed.Job.Spec.DatasetDigest, shutdown) is { } difference)
        {
            LogEnded(logger, id, JobStatus.Parked, difference);
            await feed.UpdateAsync(job => AttemptMoves.Withhold(job, difference, pending, time.GetUtcNow()), CancellationToken.None);
            return null;
        }

        await using var loop = loops.Create(feed.Job);
        using var held = running.Hold(id, loop);
        // Before the job begins, so that a resume sent as soon as it has begun comes after.
        foreach (var command in pending)
            loop.Post(command);
        if (feed.Job.Desired == DesiredState.Pause && !pending.Any(command => command.Action == CommandAction.Pause))
            loop.Post(new JobCommand(Guid.CreateVersion7().ToString("N"), id, CommandAction.Pause, "the restart", time.GetUtcNow()));
        var began = await feed.UpdateAsync(job => AttemptMoves.Begin(job, time.GetUtcNow()), CancellationToken.None);
        if (began.Status != JobStatus.Running)
            return null;

        Describe(began);
        using var interrupt = shutdown.Register(loop.Interrupt);
        for (var goesOn = false; ; goesOn = true)
        {
            LogBegan(logger, id, began.Attempt, began.Spec.Trainer, began.Spec.Dataset);
            var (end, restart, ended) = await AttemptAsync(feed, began, loop, goesOn, restarts, shutdown);
            // Another worker may hold the job by now.
            if (end.Kind == LoopEndKind.WentBack && ended.Attempt == began.Attempt + 1)
            {
                began = At(ended, end.BackTo!.Value);
                continue;
            }

            LogEnded(logger, id, ended.Status, ended.Reason);
            return ended.Status == JobStatus.Interrupted ? restart : null;
        }
    }

    private async Task<(LoopEnd End, Restart? Restart, Job Ended)> AttemptAsync(
        JobFeed feed, Job began, ILoop loop, bool goesOn, RestartPolicy restarts, CancellationToken shutdown)
    {
        JobFlusher? stored = null;
        var described = began.Steering;
        // The loop goes on when the checkpoint is on the disk. Never before the points up to it, and the changes that led to
        // it, are stored: whoever goes on from it reports the next step.
        void Keep(CheckpointDraft draft)
        {
            if (!stored!.FlushAsync().GetAwaiter().GetResult())
                throw new IOException("The points before it could not be stored.");
            checkpoints.SaveAsync(began.Id, began.Attempt, draft, options.Value.KeepCheckpoints, CancellationToken.None).GetAwaiter().GetResult();
            // What was changed meanwhile belongs to the checkpoint too.
            if (feed.Job is var job && !ReferenceEquals(described, job.Steering))
            {
                described = job.Steering;
                Describe(job);
            }
        }

        var reporter = new JobReporter(began, Keep, time) { PausedTime = () => loop.PausedTime };
        await using var flusher = stored = new JobFlusher(
            feed, began.Attempt, reporter, loop.Interrupt, TimeSpan.FromMilliseconds(options.Value.FlushMilliseconds), time, logger);
        var end = await RunLoopAsync(began, loop, goesOn, reporter);
        Restart? restart = null;
        // What comes before in the queue of changes says how far the loop came.
        var ended = await flusher.FinishAsync(
            job =>
            {
                if (end.Kind == LoopEndKind.Killed && job.Status != JobStatus.Stopping)
                    restart ??= restarts.Next(reporter.LastStep);
                return AttemptMoves.End(job, end, restart, time.GetUtcNow());
            },
            shutdown);
        return (end, restart, ended);
    }

    private async Task<LoopEnd> RunLoopAsync(Job began, ILoop loop, bool goesOn, JobReporter reporter)
    {
        try
        {
            var kept = await checkpoints.ListAsync(began.Id, CancellationToken.None);
            var turn = new LoopTurn(began.Attempt, kept.FirstOrDefault(checkpoint => checkpoint.Best)?.ValidationLoss, began.Progress.Step);
            return goesOn
                ? await loop.GoOnAsync(turn, reporter)
                : await loop.RunAsync(OrderOf(began), turn, () => ResumeAsync(began, reporter), reporter);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, began.Id);
            reporter.Log(time.GetUtcNow().ToUnixTimeMilliseconds(), LogLevel.Error, e.ToString());
            return LoopEnd.OfFault(e, reporter.LastStep);
        }
    }

    private async Task<Checkpoint?> ResumeAsync(Job job, JobReporter reporter)
    {
        var faults = new List<string>();
        var found = await checkpoints.LoadLatestAsync(job.Id, job.Progress.Step, faults.Add, CancellationToken.None);
        foreach (var fault in faults)
            reporter.Log(time.GetUtcNow().ToUnixTimeMilliseconds(), LogLevel.Warning, fault);
        if (found is not null)
            return found;
        var why = faults.Count switch
        {
            0 => "None had been kept.",
            1 => faults[0],
            _ => $"{faults[0]} {faults.Count - 1} more cannot be used either.",
        };
        // From its beginning it would be another job.
        if (job.Spec.Parent is { } parent)
            throw new CheckpointException($"A fork begins with the checkpoint at step {parent.Step}, and has none to go on from. {why} Fork its parent again.");
        if (job.Progress.Step > 0)
            reporter.StartAnew($"It starts anew from step 0, having come to step {job.Progress.Step}: there is no checkpoint to go on from. {why}");
        return null;
    }

    private LoopOrder OrderOf(Job job) => new()
    {
        Job = job.Id,
        Number = job.Number,
        Spec = job.Spec,
        Threads = options.Value.Threads,
        CheckpointSeconds = options.Value.CheckpointSeconds,
        CheckpointSteps = options.Value.CheckpointSteps,
        CheckpointBest = options.Value.CheckpointBest,
        Steering = job.Steering with { Pending = [] },
        Waiting = job.Steering.Pending,
    };

    // Until the loop reports again it stands where it went back to.
    private static Job At(Job job, long step) => job with { Progress = job.Progress with { Step = step } };

    [LoggerMessage(1, LogLevel.Information, "Job {Job} attempt {Attempt} begins: {Trainer} on {Dataset}.", EventName = "Began")]
    private static partial void LogBegan(ILogger logger, JobId job, int attempt, string trainer, string dataset);

    [LoggerMessage(2, LogLevel.Information, "Job {Job} is {Status}. {Reason}", EventName = "Ended")]
    private static partial void LogEnded(ILogger logger, JobId job, JobStatus status, string? reason);

    [LoggerMessage(4, LogLevel.Warning, "What job {Job} is could not be written beside its checkpoints: {Reason}", EventName = "NotDescribed")]
    private static partial void LogNotDescribed(ILogger logger, JobId job, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Job {Job} failed.", EventName = "Failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, JobId job);
}
