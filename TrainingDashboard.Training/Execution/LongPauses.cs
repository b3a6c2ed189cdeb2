using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>Parks jobs that are paused for too long: whoever paused them has gone, and others wait for the slot.</summary>
internal sealed class LongPauses(JobBoard board, JobControl control, IOptions<ExecutionOptions> options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromSeconds(10);
    private readonly Dictionary<JobId, long> _pausedSince = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var limit = TimeSpan.FromMinutes(options.Value.ParkAfterMinutes);
        if (limit == TimeSpan.Zero)
            return;
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(limit.TotalMilliseconds / 10, 10, s_longestInterval.TotalMilliseconds));
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var id in Overdue(limit))
                await control.SendAsync(id, CommandAction.Park, $"the dashboard, after {options.Value.ParkAfterMinutes:0.###} minutes of pause", stoppingToken);
        }
    }

    private List<JobId> Overdue(TimeSpan limit)
    {
        var paused = board.List().Where(job => job.Status == JobStatus.Paused).Select(job => job.Id).ToHashSet();
        foreach (var gone in _pausedSince.Keys.Except(paused).ToArray())
            _pausedSince.Remove(gone);
        foreach (var id in paused)
            _pausedSince.TryAdd(id, time.GetTimestamp());
        return [.. _pausedSince.Where(p => time.GetElapsedTime(p.Value) >= limit).Select(p => p.Key)];
    }
}
