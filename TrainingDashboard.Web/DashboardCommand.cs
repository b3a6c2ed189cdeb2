using System.Data.Common;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Web;

/// <summary>The program as a command: starts the dashboard, says where it is, and turns what a person can put right into one sentence.</summary>
internal static class DashboardCommand
{
    private const int Fault = 1;

    /// <returns>The exit code: 0 after a regular end, 1 when the dashboard could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = DashboardApp.Build(args);
            await app.StartAsync();
            app.Services.GetRequiredService<StorageFolder>().Announce(app.Urls.First().TrimEnd('/'));
            foreach (var url in app.Urls)
                await Console.Out.WriteLineAsync($"Training dashboard: {url}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return Fault;
        }
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
        DbException e => $"The database in the storage folder cannot be used: {e.Message.TrimEnd('.')}. Give --Storage:Path another folder.",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
