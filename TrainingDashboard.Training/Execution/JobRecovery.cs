using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// At start, before the scheduler: nothing says running that is not, and every job that has not ended is lined up
/// again, in its old order. The jobs' table is the truth; the scheduler's own memory may be older.
/// </summary>
internal sealed partial class JobRecovery(
    IJobStore jobs, JobFeeds feeds, JobBoard board, IJobQueue queue, CheckpointFolder checkpoints, TimeProvider time, ILogger<JobRecovery> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var all = await jobs.ListAsync(cancellationToken);
        checkpoints.DeleteAllBut(all.Select(job => job.Id).ToHashSet());
        foreach (var stored in all)
        {
            board.Take(stored);
            if (stored.Status.IsFinal())
                continue;
            var job = stored.Status.IsHeld()
                ? await feeds.Open(stored).UpdateAsync(LetGo, cancellationToken)
                : stored;
            if (job.Status is JobStatus.Queued or JobStatus.Interrupted)
                await queue.EnqueueAsync(job, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private JobUpdate LetGo(Job job)
    {
        LogFound(logger, job.Id, job.Status, job.Progress.Step);
        return job.Status == JobStatus.Stopping
            ? JobUpdate.Move(job, JobStatus.Cancelled, "The dashboard ended while the job was stopping.", time.GetUtcNow())
            : JobUpdate.Move(job, JobStatus.Interrupted, "The dashboard ended while the job ran.", time.GetUtcNow());
    }

    [LoggerMessage(1, LogLevel.Warning, "Job {Job} was {Status} at step {Step} when the dashboard ended; it is taken up again.", EventName = "Found")]
    private static partial void LogFound(ILogger logger, JobId job, JobStatus status, long step);
}
