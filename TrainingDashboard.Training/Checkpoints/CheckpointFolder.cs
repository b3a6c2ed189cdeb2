using System.Globalization;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>
/// The checkpoint files, a folder a job. A file's name holds the attempt that wrote it and the step, so that a stale
/// attempt can neither replace nor outrank a newer one's.
/// </summary>
public sealed class CheckpointFolder(string path)
{
    private const int Keep = 2;

    /// <summary>Writes a checkpoint so that it is either wholly there or not at all, and durable when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failing; the earlier checkpoints are as they were.</exception>
    public void Save(JobId job, int attempt, TrainingPosition position, ReadOnlySpan<byte> content)
    {
        var folder = Directory.CreateDirectory(FolderOf(job)).FullName;
        var name = string.Create(CultureInfo.InvariantCulture, $"{attempt:D6}-{position.Step:D12}.checkpoint");
        var temporary = Path.Combine(folder, name + ".partial");
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, Path.Combine(folder, name), overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }

        foreach (var old in Newest(folder).Skip(Keep))
            File.Delete(old);
    }

    /// <summary>The newest checkpoint that is whole, or null where there is none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="damaged">Told of each newer one that is not, with the reason.</param>
    public Checkpoint? LoadLatest(JobId job, Action<string> damaged)
    {
        var folder = FolderOf(job);
        if (!Directory.Exists(folder))
            return null;
        foreach (var file in Newest(folder))
        {
            try
            {
                return Checkpoint.Decode(File.ReadAllBytes(file));
            }
            catch (CheckpointException e)
            {
                damaged($"The checkpoint {Path.GetFileName(file)} cannot be used: {e.Message}");
            }
        }

        return null;
    }

    // The names are made so that their order is the order of attempts, then steps.
    private static IEnumerable<string> Newest(string folder)
        => Directory.EnumerateFiles(folder, "*.checkpoint").OrderDescending(StringComparer.Ordinal);

    private string FolderOf(JobId job) => Path.Combine(path, job.ToString());
}
