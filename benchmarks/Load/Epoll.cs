using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Benchmarks.Load;

/// <summary>Waits for many sockets on one thread, as cheaply as the system can: what the load costs is not the server's to bear.</summary>
internal sealed partial class Epoll : IDisposable
{
    private const int Add = 1;
    private const uint Readable = 1;
    private const int Interrupted = 4;
    private readonly int _handle;
    private readonly byte[] _events = new byte[1024 * EventBytes];

    public Epoll()
    {
        _handle = Create(0);
        if (_handle < 0)
            throw new Win32Exception();
    }

    // struct epoll_event is packed on x64 only: a 32-bit mask, then 64 bits of the caller's own
    private static int EventBytes => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Watches a socket; <paramref name="tag"/> comes back when it can be read.</summary>
    public void Watch(Socket socket, int tag)
    {
        Span<byte> asked = stackalloc byte[EventBytes];
        MemoryMarshal.Write(asked, Readable);
        MemoryMarshal.Write(asked[(EventBytes - 8)..], (long)tag);
        if (Control(_handle, Add, (int)socket.Handle, ref asked[0]) != 0)
            throw new Win32Exception();
    }

    /// <summary>Fills in the tags of sockets that can be read, at most 1,024, after at most so many milliseconds.</summary>
    public int Wait(Span<int> tags, int milliseconds)
    {
        var count = Wait(_handle, ref _events[0], Math.Min(tags.Length, 1024), milliseconds);
        if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted)
            throw new Win32Exception();
        for (var i = 0; i < count; i++)
            tags[i] = (int)MemoryMarshal.Read<long>(_events.AsSpan((i * EventBytes) + EventBytes - 8));
        return Math.Max(count, 0);
    }

    /// <summary>Keeps the calling thread on one core; the servers under test have another.</summary>
    public static void PinThread(int core)
    {
        var mask = 1UL << core;
        if (SetAffinity(0, sizeof(ulong), ref mask) != 0)
            throw new Win32Exception();
    }

    public void Dispose() => _ = Close(_handle);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int file, ref byte asked);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int epoll, ref byte events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, ref ulong mask);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
