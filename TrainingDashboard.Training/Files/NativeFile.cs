using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Files;

/// <summary>The few calls of Unix on files and folders that .NET has no words for.</summary>
internal static partial class NativeFile
{
    /// <summary>For reading.</summary>
    public const int ReadOnly = 0;

    /// <summary>To be held by one, and refused at once while another holds it.</summary>
    public const int LockAlone = 2 | 4;

    /// <summary>What processes that are started do not inherit.</summary>
    public static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>open(2).</summary>
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    /// <summary>fsync(2).</summary>
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Flush(int handle);

    /// <summary>flock(2).</summary>
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int handle, int operation);

    /// <summary>close(2).</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int handle);
}
