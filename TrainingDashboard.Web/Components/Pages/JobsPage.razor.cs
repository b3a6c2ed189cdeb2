using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Components.Jobs;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Pages;

/// <summary>All jobs, live.</summary>
public sealed partial class JobsPage : LiveComponent
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(300);
    private readonly Dictionary<JobId, JobSummary> _jobs = [];
    private readonly JobFilter _filter = new();

    [Inject]
    private JobBoard Board { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => Take(new JobListChange(Board.List(), []));

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var changed in Board.WatchAsync(s_interval, cancellationToken))
            await ShowAsync(() => Take(changed));
    }

    private void Take(JobListChange changed)
    {
        foreach (var job in changed.Jobs)
            _jobs[job.Id] = job;
        foreach (var id in changed.Removed)
            _jobs.Remove(id);
    }
}
