using System.Diagnostics;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>Reports every two seconds what the process that a loop runs in uses.</summary>
internal sealed class ProcessSampler : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private readonly Action<IReadOnlyList<KeyValuePair<string, double>>> _take;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _at;
    private TimeSpan _processor;
    private TimeSpan _paused;

    /// <param name="take">Takes a value for each series.</param>
    /// <param name="time">The clock.</param>
    public ProcessSampler(Action<IReadOnlyList<KeyValuePair<string, double>>> take, TimeProvider time)
    {
        (_take, _time) = (take, time);
        (_at, _processor, _paused) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration());
        _timer = time.CreateTimer(_ => Sample(), null, s_interval, s_interval);
    }

    /// <summary>No sample comes after this.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Sample()
    {
        var (now, processor, paused) = (_time.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration());
        var passed = _time.GetElapsedTime(_at, now);
        if (passed <= TimeSpan.Zero)
            return;
        using var self = Process.GetCurrentProcess();
        _take(
        [
            new(SeriesNames.SystemProcessor, (processor - _processor) / passed),
            new(SeriesNames.SystemCollecting, Math.Min(1, (paused - _paused) / passed)),
            new(SeriesNames.SystemMemory, Environment.WorkingSet),
            new(SeriesNames.SystemHeap, GC.GetTotalMemory(forceFullCollection: false)),
            new(SeriesNames.SystemThreads, self.Threads.Count),
        ]);
        (_at, _processor, _paused) = (now, processor, paused);
    }
}
