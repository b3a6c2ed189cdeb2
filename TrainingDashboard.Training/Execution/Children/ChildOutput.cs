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

    /// <summary>Hears a process out.</summary>
    public void Listen(Process process, Action<(LogLevel Level, string Text)> line)
    {
        process.OutputDataReceived += (_, said) =>
        {
            if (said.Data is { } text)
                line((LogLevel.Information, text));
        };
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is not { } text)
                return;
            lock (_lock)
            {
                _errors.Enqueue(text);
                if (_errors.Count > MaximumLines)
                    _errors.Dequeue();
            }

            line((LogLevel.Warning, text));
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
