using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>A job in its slot.</summary>
/// <param name="Job">The job as it was when it last changed what is said of it here.</param>
/// <param name="PausedAt">While it is paused, the clock's stamp of when that began.</param>
/// <param name="PausedOn">The same as a time of day.</param>
internal sealed record SlotHolding(Job Job, long PausedAt, DateTimeOffset PausedOn)
{
    /// <summary>Whether it stands paused with nothing else asked of it.</summary>
    public bool IsPaused => Job is { Status: JobStatus.Paused, Desired: DesiredState.Pause };

    /// <summary>Whether it is about to leave its slot.</summary>
    public bool Leaves => Job.Status == JobStatus.Stopping || Job.Desired is DesiredState.Park or DesiredState.Stop;

    /// <summary>As others see it.</summary>
    public SlotHolder ToHolder(SlotRules rules) => new(
        Job.Id,
        Job.Number,
        Job.Spec.Name,
        Job.Status,
        Doing,
        IsPaused && !Job.PausedByHit && rules.ParkAfter > TimeSpan.Zero ? PausedOn + rules.ParkAfter : null);

    private string Doing => Job.Status switch
    {
        JobStatus.Stopping => "stopping",
        _ when Job.Desired == DesiredState.Park => "being parked",
        JobStatus.Paused => "paused",
        JobStatus.Running => "running",
        JobStatus.Interrupted => "being restarted",
        _ => "starting",
    };
}
