using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Files;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>
/// Whose the folders of checkpoints are. One that belongs to no job stays where it is: the database may be the one that
/// lacks something. Only what is marked as left over goes: a job being removed, or a copy for a fork that did not come to be.
/// </summary>
public sealed class CheckpointOwners(CheckpointFolder folder)
{
    private const string Marker = ".leftover";
    private const string Description = "job.json";

    /// <summary>Marks a folder as one that goes at the next start if there is no such job then.</summary>
    public void MarkLeftover(JobId job)
    {
        Directory.CreateDirectory(folder.PlainFolderOf(job));
        var marker = Path.Combine(folder.PlainFolderOf(job), Marker);
        File.Delete(marker);
        new FileStream(marker, FileMode.CreateNew, FileAccess.Write).Dispose();
    }

    /// <summary>Takes the mark away.</summary>
    public void Unmark(JobId job) => File.Delete(Path.Combine(folder.PlainFolderOf(job), Marker));

    /// <summary>Deletes what is marked and of no job, and takes the marks of the others away.</summary>
    /// <returns>How many folders went.</returns>
    public int RemoveLeftovers(IReadOnlySet<string> jobs)
    {
        var count = 0;
        foreach (var id in folder.Jobs().Where(id => File.Exists(Path.Combine(folder.FolderOf(id), Marker))))
        {
            if (jobs.Contains(id.ToString()))
            {
                Unmark(id);
                continue;
            }

            folder.DeleteAll(id);
            count++;
        }

        return count;
    }

    /// <summary>Folders of no job, by id.</summary>
    public IReadOnlyList<JobId> Orphans(IReadOnlySet<string> jobs)
        => [.. folder.Jobs()
            .Where(id => !jobs.Contains(id.ToString()) && !File.Exists(Path.Combine(folder.FolderOf(id), Marker)))
            .OrderBy(id => id.ToString(), StringComparer.Ordinal)];

    /// <summary>Writes beside a job's checkpoints what they are of.</summary>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public void Describe(JobId job, JobDescription description)
    {
        var path = Path.Combine(folder.PlainFolderOf(job), Description);
        Directory.CreateDirectory(folder.FolderOf(job));
        var temporary = path + ".partial";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, description, FeedJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>What the checkpoints of a folder are of; null where that is not written down, or not readable.</summary>
    public JobDescription? DescriptionOf(JobId job)
    {
        try
        {
            var content = PlainFile.ReadAllBytes(Path.Combine(folder.PlainFolderOf(job), Description), folder.FolderOf(job));
            return JsonSerializer.Deserialize<JobDescription>(content, FeedJson.Options) is { IsWhole: true } whole ? whole : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
