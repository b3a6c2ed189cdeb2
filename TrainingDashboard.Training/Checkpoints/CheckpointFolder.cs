using System.Globalization;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>
/// The checkpoint files, a folder a job. A file's name holds the attempt that wrote it and the step, so that a stale
/// attempt can neither replace nor outrank a newer one's.
/// </summary>
public sealed class CheckpointFolder(string path)
{
    private const string Extension = ".checkpoint";
    private const string Partial = ".partial";

    /// <summary>Writes a checkpoint so that it is either wholly there or not at all, and durable when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failing; the other checkpoints are as they were.</exception>
    public void Write(JobId job, int attempt, long step, ReadOnlySpan<byte> content)
    {
        var folder = Directory.CreateDirectory(FolderOf(job)).FullName;
        var target = Path.Combine(folder, NameOf(attempt, step));
        var temporary = target + Partial;
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }

        // Only then is the name on the disk too.
        FolderFlush.ToDisk(folder);
    }

    /// <summary>The bytes of a checkpoint; null where there is no such file.</summary>
    public byte[]? Read(JobId job, int attempt, long step)
    {
        try
        {
            return File.ReadAllBytes(PathOf(job, attempt, step));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Where the file of a checkpoint is or would be.</summary>
    public string PathOf(JobId job, int attempt, long step) => Path.Combine(FolderOf(job), NameOf(attempt, step));

    /// <summary>Attempt and step of every file of a job.</summary>
    public IReadOnlyList<(int Attempt, long Step)> Files(JobId job)
    {
        var folder = FolderOf(job);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(Parse).OfType<(int, long)>()]
            : [];
    }

    /// <summary>Deletes a file; none of this name is no fault.</summary>
    public void Delete(JobId job, int attempt, long step)
    {
        if (Directory.Exists(FolderOf(job)))
            File.Delete(PathOf(job, attempt, step));
    }

    /// <summary>Deletes everything of a job.</summary>
    public void DeleteAll(JobId job)
    {
        if (Directory.Exists(FolderOf(job)))
            Directory.Delete(FolderOf(job), recursive: true);
    }

    /// <summary>Deletes the folders of jobs that there are not: a fork that did not come to be.</summary>
    public void DeleteAllBut(IReadOnlySet<JobId> jobs)
    {
        if (!Directory.Exists(path))
            return;
        foreach (var folder in Directory.EnumerateDirectories(path))
        {
            if (JobId.TryParse(Path.GetFileName(folder), out var id) && !jobs.Contains(id))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static string NameOf(int attempt, long step)
        => string.Create(CultureInfo.InvariantCulture, $"{attempt:D6}-{step:D12}{Extension}");

    private static (int Attempt, long Step)? Parse(string file)
    {
        var parts = Path.GetFileNameWithoutExtension(file).Split('-');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? (attempt, step)
            : null;
    }

    private string FolderOf(JobId job) => Path.Combine(path, job.ToString());
}
