using Microsoft.AspNetCore.SignalR;

namespace TrainingDashboard.Web.Hub;

/// <summary>
/// Keeps out of the log what a client of the hub did wrong and was told: SignalR writes an error with a stack trace for each.
/// What the hub itself did wrong is logged as it is.
/// </summary>
/// <param name="inner">Where the others are logged.</param>
internal sealed class HubCallLog(ILoggerFactory inner) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
        => new Logger(inner.CreateLogger(categoryName), readsMessages: categoryName.Contains(nameof(HubConnectionHandler<TrainingHub>), StringComparison.Ordinal));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The inner factory is its owner's.
    }

    private sealed class Logger(ILogger inner, bool readsMessages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // The protocol throws InvalidDataException for bytes that are no message, or too many; the connection is closed with it.
            if (exception is not HubException && !(readsMessages && exception is InvalidDataException))
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
