using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>Which jobs a list shows.</summary>
internal sealed class JobFilter
{
    /// <summary>The groups to choose from.</summary>
    public static IReadOnlyList<JobGroup> Groups { get; } =
    [
        new("All", _ => true),
        new("Active", job => !job.Status.IsFinal()),
        new("Completed", job => job.Status == JobStatus.Completed),
        new("Ended early", job => job.Status is JobStatus.Failed or JobStatus.Cancelled),
    ];

    /// <summary>The group chosen.</summary>
    public JobGroup Group { get; set; } = Groups[0];

    /// <summary>Words that must all be found in name, trainer, dataset or status; "#7" is the job of that number.</summary>
    public string Text { get; set; } = "";

    /// <summary>The jobs that pass.</summary>
    public IReadOnlyList<JobSummary> Apply(IEnumerable<JobSummary> jobs)
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. jobs.Where(job => Group.Holds(job) && Array.TrueForAll(words, word => Matches(job, word)))];
    }

    private static bool Matches(JobSummary job, string word)
        => word.StartsWith('#')
            ? job.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == word[1..]
            : $"{job.Name} {job.Trainer} {job.Dataset} {job.Status}".Contains(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A named part of all jobs.</summary>
/// <param name="Name">What the button says.</param>
/// <param name="Holds">Whether a job belongs to it.</param>
internal sealed record JobGroup(string Name, Func<JobSummary, bool> Holds);
