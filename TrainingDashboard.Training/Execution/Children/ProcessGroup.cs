using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>
/// A loop's process with all that it started, also what has detached itself: they end together, so that nothing of a job outlives
/// it or holds its pipes. On Linux they are told by their session and by a variable of the environment that they inherit; elsewhere
/// by who started whom.
/// </summary>
internal static partial class ProcessGroup
{
    /// <summary>The variable that every process of a job inherits.</summary>
    public const string Variable = "TRAINING_LOOP";

    // What starts others while it is ended is found the next time.
    private const int Rounds = 20;
    private const int SigKill = 9;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>A value for <see cref="Variable"/> that no other process has.</summary>
    public static string NewMark() => Guid.NewGuid().ToString("N");

    /// <summary>Makes this process the first of a session of its own, where the system has such.</summary>
    public static void BecomeLeader()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
            _ = setsid();
    }

    /// <summary>Keeps a pipe's end from the processes that this one starts.</summary>
    public static void KeepFromOthers(SafeHandle handle)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
            _ = fcntl((int)handle.DangerousGetHandle(), SetDescriptorFlags, CloseOnExec);
    }

    /// <summary>Ends a process and all of its group.</summary>
    /// <param name="leader">The loop's process; it may have ended.</param>
    /// <param name="mark">Its <see cref="Variable"/>.</param>
    public static void End(Process leader, string mark)
    {
        try
        {
            leader.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }

        if (OperatingSystem.IsLinux())
            EndAll(leader.Id, mark, except: 0);
    }

    /// <summary>Ends what this process has started, because it ends itself.</summary>
    public static void EndOthers()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } mark)
            EndAll(Environment.ProcessId, mark, except: Environment.ProcessId);
    }

    private static void EndAll(int session, string mark, int except)
    {
        var entry = Encoding.ASCII.GetBytes($"{Variable}={mark}");
        for (var round = 0; round < Rounds; round++)
        {
            var found = Members(session, entry).Where(id => id != except).ToArray();
            if (found.Length == 0)
                return;
            foreach (var id in found)
                _ = kill(id, SigKill);
            Thread.Sleep(round);
        }
    }

    private static IEnumerable<int> Members(int session, byte[] entry)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && IsMember(folder, session, entry))
                yield return id;
        }
    }

    private static bool IsMember(string folder, int session, byte[] entry)
    {
        try
        {
            // "12 (a name (with anything)) S 1 12 12 …": state, parent, group, session.
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 5);
            if (fields[0] is "Z" or "X")
                return false;
            return fields[3] == session.ToString(CultureInfo.InvariantCulture) || File.ReadAllBytes($"{folder}/environ").AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            // It has ended, or is somebody else's.
            return false;
        }
    }

#pragma warning disable IDE1006 // the C library's own names
    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsid();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int argument);
#pragma warning restore IDE1006
}
