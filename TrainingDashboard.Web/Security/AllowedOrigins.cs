using Microsoft.Extensions.Options;

namespace TrainingDashboard.Web.Security;

/// <summary>The setting <c>Cors:Origins</c>: other sites whose pages may call this dashboard. None by default.</summary>
internal sealed class AllowedOrigins
{
    private const string Key = "Cors:Origins";
    private readonly HashSet<string> _origins;

    private AllowedOrigins(IEnumerable<string> origins) => _origins = new HashSet<string>(origins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Each as a browser sends it: scheme, host, and port where it is not the usual one.</summary>
    public IReadOnlyCollection<string> All => _origins;

    /// <summary>Whether pages of the origin may call.</summary>
    public bool Hold(string? origin) => origin is not null && _origins.Contains(origin);

    /// <summary>Reads the setting: a list, or one text with semicolons between.</summary>
    /// <exception cref="OptionsValidationException">One is no exact origin.</exception>
    public static AllowedOrigins Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Key);
        string[] origins =
        [
            .. (section.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            .. section.GetChildren().Select(child => child.Value?.Trim()).OfType<string>(),
        ];
        var faults = origins.Where(origin => !IsExact(origin)).Select(Fault).ToArray();
        return faults.Length == 0 ? new AllowedOrigins(origins) : throw new OptionsValidationException(Key, typeof(AllowedOrigins), faults);
    }

    private static bool IsExact(string origin)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && !origin.Contains('*', StringComparison.Ordinal)
            && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase)
            && uri.UserInfo.Length == 0;

    private static string Fault(string origin) => origin == "*"
        ? $"{Key} cannot be '*': any page a browser shows could then start and stop jobs. Name each origin, such as https://lab.example:8443."
        : $"{Key} holds '{origin}'. Expected an exact origin as a browser sends it: http or https, host, port where it is not the usual one, and no path, such as https://lab.example:8443.";
}
