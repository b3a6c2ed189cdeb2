using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TrainingDashboard.Training.Files;

namespace TrainingDashboard.Training.Storage;

/// <summary>
/// A folder held for one process, by the folder itself: no file in it can be deleted to get round it. The system lets go of
/// it when the process ends, however it ends.
/// </summary>
internal sealed class FolderLock : SafeHandleZeroOrMinusOneIsInvalid
{
    private FolderLock(int handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>Takes a folder.</summary>
    /// <returns>The lock; null where the system or the file system has none for folders.</returns>
    /// <exception cref="StorageException">Another process has it.</exception>
    public static FolderLock? Take(string folder)
    {
        // There nobody can delete a file that is held open.
        if (OperatingSystem.IsWindows())
            return null;
        var handle = NativeFile.Open(folder, NativeFile.ReadOnly | NativeFile.CloseOnExec);
        if (handle < 0)
            return null;
        if (NativeFile.Lock(handle, NativeFile.LockAlone) == 0)
            return new FolderLock(handle);
        var isTaken = Marshal.GetLastPInvokeError() is 11 or 35;
        _ = NativeFile.Close(handle);
        return isTaken ? throw StorageException.InUse(folder) : null;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => NativeFile.Close((int)handle) == 0;
}
