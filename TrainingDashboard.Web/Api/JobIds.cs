using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Job ids as clients write them.</summary>
internal static class JobIds
{
    /// <exception cref="JobNotFoundException">The text cannot be the id of any job.</exception>
    public static JobId Parse(string? text)
        => JobId.TryParse(text, out var id) ? id : throw new JobNotFoundException($"'{Shown.Cut(text ?? "")}'");

    /// <summary>The feed of the job a client names.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public static async Task<JobFeed> RequireAsync(this JobFeeds feeds, string? text, CancellationToken cancellationToken)
    {
        var id = Parse(text);
        return await feeds.FindAsync(id, cancellationToken) ?? throw new JobNotFoundException(id.ToString());
    }
}
