using System.Globalization;
using TrainingDashboard.Training.Files;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>
/// The checkpoint files, a folder a job. A file's name holds the attempt that wrote it and the step, so that a stale
/// attempt can neither replace nor outrank a newer one's. What is no plain file in a plain folder is left alone.
/// </summary>
public sealed class CheckpointFolder(string path)
{
    private readonly string _storage = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))!;
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    private const string Extension = ".checkpoint";
    private const string Partial = ".partial";

    /// <summary>Makes the file that a checkpoint is written into before it has its name.</summary>
    internal Func<string, FileStream> Create { get; set; } = path => new FileStream(path, FileMode.CreateNew, FileAccess.Write);

    /// <summary>Writes a checkpoint so that it is either wholly there or not at all, and durable when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failing; the other checkpoints are as they were.</exception>
    public void Write(JobId job, int attempt, long step, ReadOnlySpan<byte> content)
    {
        var target = PathOf(job, attempt, step);
        var folder = PlainFolderOf(job);
        Directory.CreateDirectory(folder);
        var temporary = target + Partial;
        try
        {
            // What a crash left, or whatever else is there: nothing is written through it.
            File.Delete(temporary);
            using (var file = Create(temporary))
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
    /// <exception cref="NotPlainFileException">It is something else than a plain file.</exception>
    public byte[]? Read(JobId job, int attempt, long step)
    {
        try
        {
            return PlainFile.ReadAllBytes(PathOf(job, attempt, step), _storage);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The file of a checkpoint, to be read once.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="NotPlainFileException">It is something else than a plain file, or nothing is in it.</exception>
    public Stream Open(JobId job, int attempt, long step)
        => PlainFile.OpenRead(PathOf(job, attempt, step), _storage, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Where the file of a checkpoint is or would be.</summary>
    public string PathOf(JobId job, int attempt, long step) => Path.Combine(FolderOf(job), NameOf(attempt, step));

    /// <summary>Whether anything lies where the file of a checkpoint would be.</summary>
    internal bool Has(JobId job, int attempt, long step)
        => PathOf(job, attempt, step) is var path && (Path.Exists(path) || new FileInfo(path).LinkTarget is not null);

    /// <summary>Attempt and step of every file of a job.</summary>
    public IReadOnlyList<(int Attempt, long Step)> Files(JobId job)
    {
        var folder = FolderOf(job);
        return Directory.Exists(folder) && PlainFile.FolderFaultOf(folder, _storage) is null
            ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(Parse).OfType<(int, long)>()]
            : [];
    }

    /// <summary>Deletes a file; none of this name is no fault.</summary>
    public void Delete(JobId job, int attempt, long step)
    {
        var path = PathOf(job, attempt, step);
        if (Directory.Exists(PlainFolderOf(job)))
            File.Delete(path);
    }

    /// <summary>Deletes everything of a job.</summary>
    public void DeleteAll(JobId job)
    {
        if (Directory.Exists(FolderOf(job)))
            Directory.Delete(FolderOf(job), recursive: true);
    }

    /// <summary>The jobs that there are folders of.</summary>
    internal IReadOnlyList<JobId> Jobs()
    {
        var ids = new List<JobId>();
        foreach (var folder in Directory.Exists(_root) && PlainFile.FolderFaultOf(_root, _storage) is null ? Directory.EnumerateDirectories(_root) : [])
        {
            if (JobId.TryParse(Path.GetFileName(folder), out var id))
                ids.Add(id);
        }

        return ids;
    }

    /// <summary>Bytes of all files of a job.</summary>
    internal long BytesOf(JobId job)
        => Directory.Exists(FolderOf(job)) && PlainFile.FolderFaultOf(FolderOf(job), _storage) is null
            ? new DirectoryInfo(FolderOf(job)).EnumerateFiles().Where(file => file.LinkTarget is null).Sum(file => file.Length)
            : 0;

    /// <summary>Where a job's files are or would be.</summary>
    internal string FolderOf(JobId job) => Path.Combine(_root, job.ToString());

    /// <summary>The same, if nothing in the way to it is a link.</summary>
    /// <exception cref="NotPlainFileException">Something is.</exception>
    internal string PlainFolderOf(JobId job)
        => FolderOf(job) is var folder && PlainFile.FolderFaultOf(folder, _storage) is { } fault ? throw new NotPlainFileException(folder, fault) : folder;

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
}
