using System.Globalization;
using System.Text;
using TrainingDashboard.Training.Files;

namespace TrainingDashboard.Training.Storage;

/// <summary>The storage folder, owned by this process until disposed, or open for reading while another may own it.</summary>
public sealed class StorageFolder : IDisposable
{
    /// <summary>The file that whoever owns a storage folder holds open; it is there ever after.</summary>
    internal const string LockFile = ".lock";

    // Where the owner can be spoken to; without an owner it says nothing.
    private const string AddressFile = ".address";

    // What was set aside.
    private const string OrphansFolder = "orphans";

    // What is opened by others than PlainFile, each with what SQLite has beside it.
    private static readonly string[] s_databases = ["dashboard.db", "scheduler.db"];
    private static readonly string[] s_besideDatabases = ["", "-wal", "-shm", "-journal"];

    private static readonly EnumerationOptions s_ownFiles = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true,
    };

    private readonly FileStream? _lock;
    private readonly FolderLock? _folder;

    private StorageFolder(string path, FileStream? @lock, FolderLock? folder)
    {
        Path = path;
        (_lock, _folder) = (@lock, folder);
    }

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>Whether this process owns it.</summary>
    public bool IsOwned => _lock is not null;

    /// <summary>Makes the folder where it is missing and takes it.</summary>
    /// <exception cref="StorageException">It cannot be written, or another process owns it. The message is one sentence for people.</exception>
    public static StorageFolder Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new StorageException("The storage folder has no name. Give --Storage:Path a folder.");
        var full = FullPath(path);
        FolderLock? folder = null;
        FileStream? held = null;
        var isOpen = false;
        try
        {
            Directory.CreateDirectory(full);
            folder = FolderLock.Take(full);
            CheckPlain(full);
            // Held open and unshared, for file systems that have no locks for folders, and for earlier versions of the dashboard.
            held = new FileStream(
                System.IO.Path.Combine(full, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // that of an owner who was killed
            File.Delete(System.IO.Path.Combine(full, AddressFile));
            isOpen = true;
            return new StorageFolder(full, held, folder);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StorageException($"The storage folder {full} cannot be written. Give --Storage:Path a folder that can.");
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(full, LockFile)) && Directory.Exists(full) && IsSharing(e))
        {
            throw StorageException.InUse(full);
        }
        catch (IOException e)
        {
            throw new StorageException($"The storage folder {full} cannot be used: {e.Message}");
        }
        finally
        {
            if (!isOpen)
            {
                held?.Dispose();
                folder?.Dispose();
            }
        }
    }

    /// <summary>A folder that another process may own, for reading what is in it.</summary>
    /// <exception cref="StorageException">It is not there.</exception>
    public static StorageFolder OpenToRead(string path)
        => Directory.Exists(path) ? new StorageFolder(FullPath(path), null, null) : throw new StorageException($"There is no storage folder {path}.");

    /// <summary>A folder inside, made when missing.</summary>
    /// <exception cref="StorageException">It cannot be made, or is a link.</exception>
    public string Subfolder(string name)
    {
        var full = System.IO.Path.Combine(Path, name);
        try
        {
            if (PlainFile.FolderFaultOf(full, Path) is not null)
                throw new StorageException($"The folder '{name}' in the storage folder {Path} is a link, which is not followed. Put a folder there, or mount one.");
            return Directory.CreateDirectory(full).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The storage folder cannot be used: {e.Message}");
        }
    }

    /// <summary>A folder inside, out of which everything that is no plain file with something in it has been set aside.</summary>
    /// <inheritdoc cref="Subfolder"/>
    public string PlainSubfolder(string name)
    {
        var folder = Subfolder(name);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (PlainFile.FaultOf(entry.FullName, Path) is not null || entry is FileInfo { Length: 0 })
                SetAside(entry.FullName);
        }

        return folder;
    }

    /// <summary>What was done to the folder when it was opened, as sentences for the log.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>Where that is which was set aside.</summary>
    internal string OrphansPath => System.IO.Path.Combine(Path, OrphansFolder);

    /// <summary>What was set aside, with its size in bytes.</summary>
    internal IReadOnlyList<(string Name, long Bytes)> Orphans() => !Directory.Exists(OrphansPath) ? [] :
        [.. new DirectoryInfo(OrphansPath).EnumerateFileSystemInfos()
            .OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => (entry.Name, Size(entry)))];

    private static long Size(FileSystemInfo entry) => entry switch
    {
        _ when entry.LinkTarget is not null => 0,
        DirectoryInfo folder => folder.EnumerateFiles("*", s_ownFiles).Sum(file => file.Length),
        FileInfo file => file.Length,
        _ => 0,
    };

    /// <summary>Moves something that cannot be used out of the way, into the folder <c>orphans</c>: nothing of it is lost.</summary>
    /// <param name="path">A file or a folder in the storage folder.</param>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    internal string SetAside(string path)
    {
        var name = System.IO.Path.GetRelativePath(Path, path).Replace(System.IO.Path.DirectorySeparatorChar, '-');
        var to = System.IO.Path.Combine(Subfolder(OrphansFolder), string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMdd-HHmmssfff}-{name}"));
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            Directory.Move(path, to);
        else
            File.Move(path, to);
        Notes.Add($"'{System.IO.Path.GetRelativePath(Path, path)}' cannot be used and was set aside as {System.IO.Path.GetRelativePath(Path, to)}.");
        return to;
    }

    /// <summary>Lets the command line know where the owner of the folder listens.</summary>
    /// <param name="address">The root of its pages, without a slash at the end.</param>
    public void Announce(string address)
    {
        if (IsOwned)
        {
            var path = System.IO.Path.Combine(Path, AddressFile);
            File.Delete(path);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(address));
        }
    }

    /// <summary>Where the owner of a folder listens, as it said; null where it said nothing.</summary>
    internal static string? AddressOf(string path)
    {
        try
        {
            var full = System.IO.Path.GetFullPath(path);
            return Encoding.UTF8.GetString(PlainFile.ReadAllBytes(System.IO.Path.Combine(full, AddressFile), full));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_lock is null)
            return;
        try
        {
            File.Delete(System.IO.Path.Combine(Path, AddressFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next owner deletes it.
        }

        _lock.Dispose();
        _folder?.Dispose();
    }

    private static void CheckPlain(string folder)
    {
        foreach (var name in s_databases.SelectMany(name => s_besideDatabases.Select(ending => name + ending)).Prepend(LockFile))
        {
            if (PlainFile.FaultOf(System.IO.Path.Combine(folder, name), folder) is { } fault)
                throw new StorageException($"'{name}' in the storage folder {folder} {fault}. Put the file itself there, or give --Storage:Path another folder.");
        }
    }

    private static string FullPath(string path)
    {
        try
        {
            return System.IO.Path.GetFullPath(path);
        }
        catch (ArgumentException)
        {
            throw new StorageException($"'{path}' is not a folder's path. Give --Storage:Path one that is.");
        }
    }

    // EWOULDBLOCK is how Unix says that somebody else holds the lock, ERROR_SHARING_VIOLATION how Windows does.
    private static bool IsSharing(IOException e) => (e.HResult & 0xFFFF) is 11 or 32 or 35;
}

/// <summary>The storage folder cannot be used; the message says why and what to do.</summary>
public sealed class StorageException(string message, bool isInUse = false) : Exception(message)
{
    /// <summary>Whether another process has it.</summary>
    public bool IsInUse { get; } = isInUse;

    /// <summary>Another process has a folder.</summary>
    internal static StorageException InUse(string folder)
        => new($"Another dashboard is using the storage folder {folder}. Stop it, or give --Storage:Path another folder.", isInUse: true);
}
