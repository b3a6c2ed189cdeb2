using System.Diagnostics;
using System.Globalization;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Execution.Loops;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>Watches a loop's process: whether it gives signs of life, obeys in time, gets on, and keeps to its memory.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock; only what passes on it counts, not what it shows.</param>
internal sealed class ChildWatch(ExecutionOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(5);

    // A server that shuts down is itself given half a minute by its host.
    private static readonly TimeSpan s_longestShutdown = TimeSpan.FromSeconds(20);
    private readonly Lock _lock = new();
    private readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(options.StopSeconds);
    private readonly TimeSpan _stallLimit = TimeSpan.FromMinutes(options.StallMinutes);
    private long _waitsSince;
    private long _moved = time.GetTimestamp();
    private volatile bool _isLost;
    private LoopPulse _pulse;
    private (long Since, TimeSpan Limit, JobCommand? Stop)? _endExpected;

    /// <summary>Hears that the process is silent, for how long, and when it is heard of again.</summary>
    public Action<TimeSpan, bool> Contact { get; set; } = (_, _) => { };

    /// <summary>Ends the process, with what is to be said of its loop; the stop that it did not obey, if it is for that.</summary>
    public Action<LoopEnd, JobCommand?> Overdue { get; set; } = (_, _) => { };

    /// <summary>The process has ended, and somebody whom it started still holds its pipes.</summary>
    public Action Left { get; set; } = () => { };

    /// <summary>Whether the process has ended.</summary>
    public bool HasEnded { get; set; }

    /// <summary>It is the process's turn to say something.</summary>
    public void Waiting() => Volatile.Write(ref _waitsSince, time.GetTimestamp());

    /// <summary>It said something, and the worker is at that.</summary>
    public void Heard()
    {
        var since = Volatile.Read(ref _waitsSince);
        Volatile.Write(ref _waitsSince, 0);
        if (!_isLost)
            return;
        lock (_lock)
        {
            _isLost = false;
            // What it did not do while it could not is not held against it.
            _moved = time.GetTimestamp();
            Contact(time.GetElapsedTime(since), true);
        }
    }

    /// <summary>How the loop fares.</summary>
    public void Take(LoopPulse pulse)
    {
        lock (_lock)
        {
            if (pulse.Passes != _pulse.Passes || pulse.IsWaiting)
                _moved = time.GetTimestamp();
            _pulse = pulse;
        }
    }

    /// <summary>The loop was told to end; it has so long for it.</summary>
    /// <param name="stop">The command; null where the worker shuts down.</param>
    public void ExpectEnd(JobCommand? stop)
    {
        lock (_lock)
        {
            var limit = stop is null && _stopLimit > s_longestShutdown ? s_longestShutdown : _stopLimit;
            if (_endExpected is null || stop is null)
                _endExpected = (time.GetTimestamp(), limit, stop ?? _endExpected?.Stop);
        }
    }

    /// <summary>Watches a process until it ends or <paramref name="over"/>.</summary>
    public async Task WatchAsync(Process process, CancellationToken over)
    {
        lock (_lock)
            _moved = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(over) && !HasEnded)
        {
            LookForSilence();
            if (process.HasExited)
                Left();
            if (Fault(process) is var (end, stop))
            {
                Overdue(end, stop);
                return;
            }
        }
    }

    private void LookForSilence()
    {
        lock (_lock)
        {
            var since = Volatile.Read(ref _waitsSince);
            if (since == 0 || _isLost || time.GetElapsedTime(since) is var silence && silence < s_silence)
                return;
            _isLost = true;
            Contact(silence, false);
        }
    }

    private (LoopEnd End, JobCommand? Stop)? Fault(Process process)
    {
        lock (_lock)
        {
            if (_endExpected is var (since, limit, stop) && time.GetElapsedTime(since) >= limit)
                return (new LoopEnd(LoopEndKind.Stopped, 0) { Reason = stop is null ? null : $"The loop did not end within {Seconds(limit)}, so its process was ended." }, stop);
            if (_stallLimit > TimeSpan.Zero && !_isLost && time.GetElapsedTime(_moved) >= _stallLimit)
                return (Failed($"The loop did not come to its control point for {options.StallMinutes:0.###} minutes (Training:StallMinutes), so its process was ended."), null);
            if (options.MemoryMegabytes > 0 && Megabytes(process) is var used && used > options.MemoryMegabytes)
                return (Failed($"The job's process used {used} MB of memory; it may use {options.MemoryMegabytes} (Training:MemoryMegabytes)."), null);
            return null;
        }
    }

    private static long Megabytes(Process process)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64 >> 20;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private static LoopEnd Failed(string reason) => new(LoopEndKind.Failed, 0) { Reason = reason, Error = reason };

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.### 's'", CultureInfo.InvariantCulture);
}
