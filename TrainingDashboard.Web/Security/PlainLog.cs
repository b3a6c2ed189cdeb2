using System.Text;
using Microsoft.Extensions.Logging.Console;

namespace TrainingDashboard.Web.Security;

/// <summary>
/// Writes to the console, with control characters as escapes: what clients send is part of some messages, and must neither begin a
/// line of its own nor give orders to a terminal.
/// </summary>
[ProviderAlias("Console")]
internal sealed class PlainLog(ILoggerProvider inner) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>Puts it in the console's place, where there is one.</summary>
    public static void Use(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i].ServiceType == typeof(ILoggerProvider) && services[i].ImplementationType == typeof(ConsoleLoggerProvider))
                services[i] = ServiceDescriptor.Singleton<ILoggerProvider>(provider => new PlainLog(ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(provider)));
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName));

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    /// <summary>A text with its control characters as escapes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepsLines">Whether the ends of lines stay, as in a stack trace.</param>
    public static string Escape(string text, bool keepsLines)
    {
        if (!text.Any(c => IsEscaped(c, keepsLines)))
            return text;
        var plain = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (!IsEscaped(c, keepsLines))
                plain.Append(c);
            else
                plain.Append(c switch { '\n' => "\\n", '\r' => "\\r", _ => $"\\u{(int)c:x4}" });
        }

        return plain.ToString();
    }

    // The separators of lines and paragraphs are none of the control characters, and end a line all the same.
    private static bool IsEscaped(char c, bool keepsLines)
        => c is '\u2028' or '\u2029' || (char.IsControl(c) && c != '\t' && !(keepsLines && c is '\r' or '\n'));

    private sealed class Logger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel))
                return;
            // An exception's message may hold what was sent; its trace has lines of its own.
            var trace = exception?.ToString();
            var plain = trace is null ? null : Escape(trace, keepsLines: true);
            if (plain is null || ReferenceEquals(plain, trace))
                inner.Log(logLevel, eventId, state, exception, (s, e) => Escape(formatter(s, e), keepsLines: false));
            else
                inner.Log(logLevel, eventId, state, null, (s, _) => $"{Escape(formatter(s, exception), keepsLines: false)}{Environment.NewLine}{plain}");
        }
    }
}
