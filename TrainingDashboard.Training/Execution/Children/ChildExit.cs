using TrainingDashboard.Training.Execution.Loops;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>What a process's exit code says of its loop.</summary>
internal static class ChildExit
{
    private const int FirstSignal = 128;
    private const int MaximumLength = 300;
    private const string Terminated = "Process terminated.";
    private static readonly string[] s_beginnings = ["Unhandled exception", "Fatal error", Terminated, "terminate called", "Out of memory", "Stack overflow"];
    private static readonly Dictionary<int, string> s_signals = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [5] = "SIGTRAP", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE",
        [9] = "SIGKILL", [11] = "SIGSEGV", [15] = "SIGTERM", [24] = "SIGXCPU", [25] = "SIGXFSZ", [31] = "SIGSYS",
    };

    // Sent from outside, rather than by what the process did.
    private static readonly int[] s_kills = [1, 2, 9, 15];

    /// <param name="code">The exit code; null where the process has closed its pipe and is still there.</param>
    /// <param name="said">What it wrote.</param>
    /// <param name="step">Batches completed by then; null where it ran no job.</param>
    public static LoopEnd Describe(int? code, ChildOutput said, long? step)
    {
        var at = step is null ? "" : $" at step {step}";
        var signal = code > FirstSignal ? code.Value - FirstSignal : 0;
        if (s_kills.Contains(signal))
        {
            var by = signal == 9 ? "by somebody, or by the system because memory ran out" : "by somebody";
            return new LoopEnd(LoopEndKind.Killed, step ?? 0) { Reason = $"The job's process was killed{at} ({s_signals[signal]}), {by}." };
        }

        var how = code switch
        {
            null => "closed its connection to the dashboard",
            _ when s_signals.TryGetValue(signal, out var name) => $"crashed ({name})",
            _ => $"ended itself with exit code {code}",
        };
        var word = LastWord(said.Errors);
        var reason = $"The trainer's process {how}{at}{(word is null ? "." : $": {word}")}";
        return new LoopEnd(LoopEndKind.Failed, step ?? 0) { Reason = reason, Error = reason };
    }

    // The runtime and the C library say first what is wrong, then where.
    private static string? LastWord(IReadOnlyList<string> lines)
    {
        string[] full = [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0)];
        if (full.Length == 0)
            return null;
        var at = Array.FindLastIndex(full, line => s_beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)));
        var word = full[at < 0 ? ^1 : at];
        // On a line of its own where there is more to say.
        if (word == Terminated && at + 1 < full.Length)
            word = $"{word} {full[at + 1]}";
        return word.Length <= MaximumLength ? word : word[..MaximumLength] + "…";
    }
}
