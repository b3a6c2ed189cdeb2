using System.Net;

namespace TrainingDashboard.Web.Security;

/// <summary>What whoever starts the dashboard should know about who can reach it.</summary>
internal static class Exposure
{
    /// <summary>One sentence for each thing that lets in more than this machine.</summary>
    /// <param name="allowedHosts">The setting <c>AllowedHosts</c>.</param>
    /// <param name="addresses">Where it listens.</param>
    public static IEnumerable<string> Of(string? allowedHosts, IEnumerable<string> addresses)
    {
        foreach (var address in addresses.Where(IsPublic))
            yield return $"It listens on {address}, and there is no sign-in: whoever reaches this address can start and stop jobs. Put it behind a proxy that asks who is there, or listen on 127.0.0.1.";
        if (string.IsNullOrWhiteSpace(allowedHosts) || allowedHosts.Split(';', StringSplitOptions.TrimEntries).Contains("*"))
            yield return "AllowedHosts lets in every name: a page of another site can reach the dashboard by a name that it makes to mean this machine. Set AllowedHosts to the names by which people call it.";
    }

    private static bool IsPublic(string address)
    {
        var host = address.Split("://")[^1].TrimEnd('/');
        host = host.EndsWith(']') ? host : host[..(host.LastIndexOf(':') is >= 0 and var colon ? colon : host.Length)];
        return host.Trim('[', ']') is var name
            && !(IPAddress.TryParse(name, out var ip) ? IPAddress.IsLoopback(ip) : name.Equals("localhost", StringComparison.OrdinalIgnoreCase));
    }
}
