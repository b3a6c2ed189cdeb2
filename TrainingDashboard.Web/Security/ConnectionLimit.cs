using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace TrainingDashboard.Web.Security;

/// <summary>
/// How many connections are served at one time: fewer than the process may have files open, so that the store, jobs' pipes and what
/// is loaded late still find room. One more is told so and closed before anything of it is read.
/// </summary>
internal static class ConnectionLimit
{
    private const string Key = "Limits:MaxConnections";

    // The program has some 320 open at its start, most of them assemblies.
    private const int Reserve = 512;
    private const int Least = 8;

    /// <summary>Sets it for Kestrel.</summary>
    /// <exception cref="OptionsValidationException">The setting is no number, or more than there is room for.</exception>
    public static void AddConnectionLimit(this IServiceCollection services, IConfiguration configuration)
    {
        if (Read(configuration[Key], OpenFiles()) is not { } limit)
            return;
        services.AddSingleton<Microsoft.AspNetCore.Connections.IConnectionListenerFactory>(
            provider => new BoundedTransport(ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider), limit));
    }

    /// <summary>The limit; null where there is none.</summary>
    /// <param name="setting">What the setting says; null for nothing.</param>
    /// <param name="openFiles">How many files the process may have open; null where that is not known or not bounded.</param>
    /// <exception cref="OptionsValidationException">The setting is no number, or more than there is room for.</exception>
    public static int? Read(string? setting, long? openFiles)
    {
        int? most = openFiles is { } files ? (int)Math.Clamp(files - Math.Max(Reserve, files / 8), Least, int.MaxValue) : null;
        if (setting is null)
            return most;
        if (!int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit < 1)
            throw Refused($"{Key} is '{Training.Jobs.Shown.Cut(setting)}'. Expected a whole number, 1 or more.");
        return limit <= (most ?? int.MaxValue)
            ? limit
            : throw Refused($"{Key} is {limit}, but this process may have {openFiles} files open, which is enough for {most} connections. Raise the limit (ulimit -n, or LimitNOFILE of a service), or lower the setting.");
    }

    private static OptionsValidationException Refused(string sentence) => new(Key, typeof(int), [sentence]);

    // "Max open files            1024                 524288               files": what holds now comes first.
    private static long? OpenFiles()
    {
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
            return long.TryParse(line?[26..47].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // Another system, or one that hides it.
            return null;
        }
    }
}
