using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>Makes the names in a folder durable, which flushing the files in it does not do.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Does its best: a file system that cannot flush folders keeps their names by itself.</summary>
    public static void ToDisk(string folder)
    {
        // Windows has no such call; NTFS writes names to its journal.
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0)
            return;
        _ = Fsync(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
