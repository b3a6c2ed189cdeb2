using System.Data.Common;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Web;

/// <summary>The program as a command: starts the dashboard, says where it is, and turns what a person can put right into one sentence.</summary>
internal static class DashboardCommand
{
    private const int Fault = 1;

    /// <returns>The exit code: 0 after a regular end, 1 when the dashboard could not start.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, configure: null, Console.Error);

    /// <inheritdoc cref="RunAsync(string[])"/>
    /// <param name="args">Settings as on the command line.</param>
    /// <param name="configure">Adds to what the dashboard is made of; null for nothing.</param>
    /// <param name="errors">Where the sentence goes.</param>
    internal static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder>? configure, TextWriter errors)
    {
        try
        {
            await using var app = DashboardApp.Build(args, configure);
            await app.StartAsync();
            app.Services.GetRequiredService<StorageFolder>().Announce(app.Urls.First().TrimEnd('/'));
            foreach (var url in app.Urls)
                await Console.Out.WriteLineAsync($"Training dashboard: {url}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e)
        {
            await errors.WriteLineAsync(Explain(e) ?? Unknown(e));
            return Fault;
        }
    }

    // What nobody thought of is a sentence too: a stack trace tells a person nothing that they could do.
    private static string Unknown(Exception e)
    {
        while (e is AggregateException or System.Reflection.TargetInvocationException or TypeInitializationException && e.InnerException is { } inner)
            e = inner;
        var words = string.Join(' ', e.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"The dashboard cannot start: {words.TrimEnd('.')} ({e.GetType().Name}).";
    }

    private static string? Explain(Exception exception) => exception switch
    {
        StorageException e => e.Message,
        OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } e
            => $"{e.Message.TrimEnd('.')}. Stop the other program, or choose another port with --urls http://127.0.0.1:PORT.",
        System.Net.Sockets.SocketException e => $"The address cannot be listened on: {e.Message}. Choose another with --urls http://127.0.0.1:PORT.",
        FormatException e when e.Message.Contains("url", StringComparison.OrdinalIgnoreCase) => $"{e.Message.TrimEnd('.')}. Expected --urls http://ADDRESS:PORT.",
        ArgumentOutOfRangeException { ParamName: "port" } => "A port is a number from 0 to 65535. Expected --urls http://ADDRESS:PORT.",
        UnauthorizedAccessException e => $"A file cannot be used: {e.Message}",
        DbException e => $"The database in the storage folder cannot be used: {e.Message.TrimEnd('.')}. Give --Storage:Path another folder.",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
