namespace TrainingDashboard.Training.Files;

/// <summary>
/// Opens files in folders that are the dashboard's own, and nothing else that may lie there in their place: no link is
/// followed, no pipe and no device is opened, which could wait for ever.
/// </summary>
internal static class PlainFile
{
    /// <summary>Why something may not be opened, in words that follow its name; null for a plain file, an empty one, or nothing.</summary>
    /// <param name="path">The file, as a full path.</param>
    /// <param name="within">The folder that it must be in, at whatever depth, as a full path: that one may be a link, none between may.</param>
    public static string? FaultOf(string path, string within)
    {
        if (FolderFaultOf(Path.GetDirectoryName(path)!, within) is { } fault)
            return fault;
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            return "is a link, which is not followed";
        if (Directory.Exists(path))
            return "is a folder";
        // Pipes, sockets and devices have no length; a plain file that has none is not opened either, as nothing is in it.
        return null;
    }

    /// <summary>Why nothing in a folder may be opened, in words that follow a file's name; null where there is no reason, or no folder.</summary>
    /// <param name="folder">The folder, as a full path.</param>
    /// <param name="within">The folder that it must be in, or is.</param>
    public static string? FolderFaultOf(string folder, string within)
    {
        if (!IsIn(folder, within))
            return "is outside its folder";
        for (var at = folder; at.Length > within.Length; at = Path.GetDirectoryName(at)!)
        {
            if (new DirectoryInfo(at).LinkTarget is not null)
                return $"is in '{Path.GetFileName(at)}', a link, which is not followed";
        }

        return null;
    }

    /// <summary>Opens a file that has something in it.</summary>
    /// <param name="path">The file, as a full path.</param>
    /// <param name="within">The folder that it must be in.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <param name="options">How it will be read.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="NotPlainFileException">It is something else than a plain file, or nothing is in it.</exception>
    public static FileStream OpenRead(string path, string within, FileShare share = FileShare.Read, FileOptions options = FileOptions.None)
    {
        if (LengthOf(path, within) == 0)
            throw new NotPlainFileException(path, "has nothing in it, or is a pipe or a device");
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, 1, options);
    }

    /// <summary>All that is in a file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    /// <exception cref="NotPlainFileException">It is something else than a plain file.</exception>
    public static byte[] ReadAllBytes(string path, string within) => LengthOf(path, within) == 0 ? [] : File.ReadAllBytes(path);

    /// <summary>The length of a file, in bytes; 0 also for what has none.</summary>
    private static long LengthOf(string path, string within)
        => FaultOf(path, within) is { } fault ? throw new NotPlainFileException(path, fault) : new FileInfo(path).Length;

    private static bool IsIn(string folder, string within)
        => folder.Length == within.Length
            ? string.Equals(folder, within, StringComparison.Ordinal)
            : folder.StartsWith(Path.TrimEndingDirectorySeparator(within) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>What lies in the place of a file is none that may be opened.</summary>
/// <param name="path">Where.</param>
/// <param name="fault">What is wrong, in words that follow its name.</param>
internal sealed class NotPlainFileException(string path, string fault)
    : IOException($"'{Path.GetFileName(path)}' {fault}. Only plain files are opened.");
