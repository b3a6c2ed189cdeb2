using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Layout;

/// <summary>How many jobs have not ended, beside the link to them.</summary>
public sealed partial class ActiveJobsCount : LiveComponent
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private int _active;

    [Inject]
    private JobBoard Board { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _active = Board.Active;

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in Board.WatchAsync(s_interval, cancellationToken))
        {
            if (Board.Active is var active && active != _active)
                await ShowAsync(() => _active = active);
        }
    }
}
