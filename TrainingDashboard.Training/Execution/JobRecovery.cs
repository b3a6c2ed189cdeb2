using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// At start, before the scheduler: nothing says running that is not, and every job that has not ended is lined up
/// again, in its old order. The jobs' table is the truth; the scheduler's own memory may be older. A job that is damaged
/// stays as it is, and holds up none of the others.
/// </summary>
internal sealed partial class JobRecovery(
    IJobStore jobs, JobFeeds feeds, JobBoard board, IJobQueue queue, StorageCare care, TimeProvider time, ILogger<JobRecovery> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var all = await jobs.ReadAllAsync(cancellationToken);
        care.Begin(all);
        foreach (var stored in all.Jobs)
        {
            try
            {
                await RecoverAsync(stored, cancellationToken);
            }
            catch (Exception e) when (StorageCare.IsDamage(e))
            {
                board.Remove(stored.Id);
                care.Meet(stored.Id, e);
            }
        }
    }

    private async Task RecoverAsync(Job stored, CancellationToken cancellationToken)
    {
        board.Take(stored);
        if (stored.Status.IsFinal())
            return;
        var job = stored.Status.IsHeld()
            ? await feeds.Open(stored).UpdateAsync(LetGo, cancellationToken)
            : stored;
        if (job.Status is JobStatus.Queued or JobStatus.Interrupted)
            await queue.EnqueueAsync(job, cancellationToken);
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
