using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>What a loop's process, or a library in it, writes to its standard output and error: lines of the job's log.</summary>
internal sealed class ChildOutput
{
    private const int MaximumLines = 200;
    private readonly Lock _lock = new();
    private readonly Queue<string> _errors = new();

    /// <summary>The latest lines of its standard error.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_lock)
                return [.. _errors];
        }
    }

    /// <summary>Ends when nobody holds the process's output any more, and all of it was heard.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Hears a process out. Of a line that does not end no more than a log line's length is kept in memory.</summary>
    public void Listen(Process process, Action<(LogLevel Level, string Text)> line)
        => Ended = Task.WhenAll(
            HearAsync(process.StandardOutput, text => line((LogLevel.Information, text))),
            HearAsync(process.StandardError, text =>
            {
                Remember(text);
                line((LogLevel.Warning, text));
            }));

    private static async Task HearAsync(StreamReader from, Action<string> line)
    {
        // On a thread of the pool from the first byte: whoever listens may hold a line up until there is room for it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var lines = new BoundedLines(line);
        var buffer = new char[4096];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var count)
                lines.Take(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone, and its end of the pipe.
        }

        lines.Finish();
    }

    private void Remember(string text)
    {
        lock (_lock)
        {
            _errors.Enqueue(text);
            if (_errors.Count > MaximumLines)
                _errors.Dequeue();
        }
    }
}
