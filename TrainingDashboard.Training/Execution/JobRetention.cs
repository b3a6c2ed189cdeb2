using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// Lets go of what is kept of ended jobs once its time is over: first of the events that carry points (the curves stay
/// whole), later of the jobs.
/// </summary>
internal sealed partial class JobRetention(
    JobBoard board, JobFeeds feeds, JobRemoval removal, IOptions<StorageOptions> options, TimeProvider time, ILogger<JobRetention> logger) : BackgroundService
{
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (events, jobs) = (options.Value.KeepEventsDays, options.Value.KeepJobsDays);
        if (events == 0 && jobs == 0)
            return;
        var shortest = TimeSpan.FromDays(Math.Min(events == 0 ? jobs : events, jobs == 0 ? events : jobs));
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 10, 10, s_longestInterval.TotalMilliseconds));
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            if (jobs > 0)
                await ForEachAsync(jobs, RemoveAsync, stoppingToken);
            if (events > 0)
                await ForEachAsync(events, TrimAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // One that fails is tried again the next time, and holds up none of the others.
    private async Task ForEachAsync(double days, Func<JobId, CancellationToken, Task> letGo, CancellationToken cancellationToken)
    {
        var ended = time.GetUtcNow() - TimeSpan.FromDays(days);
        foreach (var job in board.List().Where(job => job.CompletedAt <= ended))
        {
            try
            {
                await letGo(job.Id, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException || StorageCare.IsDamage(e))
            {
                LogKept(logger, e, job.Id);
            }
        }
    }

    private async Task RemoveAsync(JobId id, CancellationToken cancellationToken)
    {
        try
        {
            await removal.RemoveAsync(id, cancellationToken);
            LogRemoved(logger, id);
        }
        catch (JobNotFoundException)
        {
            // Somebody else was faster.
        }
    }

    private async Task TrimAsync(JobId id, CancellationToken cancellationToken)
    {
        if (await feeds.FindAsync(id, cancellationToken) is { } feed && await feed.TrimAsync(cancellationToken))
            LogTrimmed(logger, id);
    }

    [LoggerMessage(1, LogLevel.Information, "Job {Job} was removed; its time was over.", EventName = "Removed")]
    private static partial void LogRemoved(ILogger logger, JobId job);

    [LoggerMessage(2, LogLevel.Information, "The events of job {Job} were let go; its curves are whole.", EventName = "Trimmed")]
    private static partial void LogTrimmed(ILogger logger, JobId job);

    [LoggerMessage(3, LogLevel.Warning, "Job {Job} could not be let go of; it is tried again later.", EventName = "Kept")]
    private static partial void LogKept(ILogger logger, Exception exception, JobId job);
}
