using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TrainingDashboard.Tests.Fuzz;

/// <summary>Keeps what is logged as an error, or as less.</summary>
/// <param name="least">The lowest level that is kept.</param>
internal sealed class ErrorLog(LogLevel least = LogLevel.Error) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>What was logged so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, least, _errors);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, LogLevel least, ConcurrentQueue<string> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
