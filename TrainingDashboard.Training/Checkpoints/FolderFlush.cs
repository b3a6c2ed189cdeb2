using TrainingDashboard.Training.Files;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>Makes the names in a folder durable, which flushing the files in it does not do.</summary>
internal static class FolderFlush
{
    /// <summary>Does its best: a file system that cannot flush folders keeps their names by itself.</summary>
    public static void ToDisk(string folder)
    {
        // Windows has no such call; NTFS writes names to its journal.
        if (OperatingSystem.IsWindows())
            return;
        var handle = NativeFile.Open(folder, NativeFile.ReadOnly | NativeFile.CloseOnExec);
        if (handle < 0)
            return;
        _ = NativeFile.Flush(handle);
        _ = NativeFile.Close(handle);
    }
}
