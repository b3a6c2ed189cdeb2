using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>One job in the table.</summary>
public sealed partial class JobRow
{
    private JobSummary? _drawn;
    private long _drawnSecond;

    /// <summary>The job.</summary>
    [Parameter, EditorRequired]
    public JobSummary Job { get; set; } = null!;

    /// <summary>The time, for durations.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    private double? Speed => Job.Status == JobStatus.Running ? Job.StepsPerSecond : null;

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        // A job that has ended does not change: with many of them, most rows of most renders.
        var second = Job.CompletedAt is null ? Now.ToUnixTimeSeconds() : 0;
        if (Job == _drawn && second == _drawnSecond)
            return false;
        (_drawn, _drawnSecond) = (Job, second);
        return true;
    }

    // On a narrow screen, cells with nothing in them are left out.
    private static string Num(double? value) => value is null ? "num none" : "num";
}
