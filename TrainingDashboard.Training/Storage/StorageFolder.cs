namespace TrainingDashboard.Training.Storage;

/// <summary>The storage folder, owned by this process until disposed, or open for reading while another may own it.</summary>
public sealed class StorageFolder : IDisposable
{
    /// <summary>The file that whoever owns a storage folder holds open; it is there ever after.</summary>
    internal const string LockFile = ".lock";

    // Where the owner can be spoken to; without an owner it says nothing.
    private const string AddressFile = ".address";

    private readonly FileStream? _lock;

    private StorageFolder(string path, FileStream? @lock)
    {
        Path = path;
        _lock = @lock;
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
        try
        {
            Directory.CreateDirectory(full);
            // Held open and unshared: the system lets go of it when the process ends, however it ends.
            var held = new FileStream(
                System.IO.Path.Combine(full, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // that of an owner who was killed
            File.Delete(System.IO.Path.Combine(full, AddressFile));
            return new StorageFolder(full, held);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StorageException($"The storage folder {full} cannot be written. Give --Storage:Path a folder that can.");
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(full, LockFile)) && Directory.Exists(full) && IsSharing(e))
        {
            throw new StorageException($"Another dashboard is using the storage folder {full}. Stop it, or give --Storage:Path another folder.", isInUse: true);
        }
        catch (IOException e)
        {
            throw new StorageException($"The storage folder {full} cannot be used: {e.Message}");
        }
    }

    /// <summary>A folder that another process may own, for reading what is in it.</summary>
    /// <exception cref="StorageException">It is not there.</exception>
    public static StorageFolder OpenToRead(string path)
        => Directory.Exists(path) ? new StorageFolder(FullPath(path), null) : throw new StorageException($"There is no storage folder {path}.");

    /// <summary>A folder inside, made when missing.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public string Subfolder(string name)
    {
        var full = System.IO.Path.Combine(Path, name);
        try
        {
            return Directory.CreateDirectory(full).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The storage folder cannot be used: {e.Message}");
        }
    }

    /// <summary>Lets the command line know where the owner of the folder listens.</summary>
    /// <param name="address">The root of its pages, without a slash at the end.</param>
    public void Announce(string address)
    {
        if (IsOwned)
            File.WriteAllText(System.IO.Path.Combine(Path, AddressFile), address);
    }

    /// <summary>Where the owner of a folder listens, as it said; null where it said nothing.</summary>
    internal static string? AddressOf(string path)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(path, AddressFile));
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
}
