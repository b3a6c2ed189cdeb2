using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>What jobs of a storage folder wait for: only the dashboard that has the folder open knows.</summary>
internal static class WaitingJobs
{
    /// <summary>The jobs in one line each; those that wait with what they wait for, where a dashboard says so.</summary>
    /// <param name="folder">The storage folder.</param>
    /// <param name="jobs">The jobs as they are stored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The jobs, and whether a dashboard was asked and answered.</returns>
    public static async Task<(IReadOnlyList<JobSummary> Jobs, bool IsDashboardThere)> OfAsync(
        string folder, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var waiting = jobs.Any(Waits) ? await RunningDashboard.WaitingAsync(folder, cancellationToken) : null;
        var listed = jobs.Select(job => JobSummary.Of(job) with { Waiting = Waits(job) ? waiting?.GetValueOrDefault(job.Id) : null });
        return ([.. listed], waiting is not null);
    }

    /// <summary>A line for each job that waits; none for one that is about to begin.</summary>
    public static IEnumerable<string> Lines(IEnumerable<JobSummary> jobs, bool isDashboardThere) => jobs
        .Where(job => job.Status == JobStatus.Queued)
        .Select(job => job.Waiting is { } waiting ? $"#{job.Number}: {waiting.Text}"
            : isDashboardThere ? null
            : $"#{job.Number}: Waiting for a dashboard; none has this storage folder open.")
        .OfType<string>();

    private static bool Waits(Job job) => job.Status is JobStatus.Queued or JobStatus.Interrupted;
}
