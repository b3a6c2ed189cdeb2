using System.Globalization;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Shared;

/// <summary>Numbers and times as people read them.</summary>
internal static class Format
{
    public const string None = "–";
    private const int LongestDays = 999;

    /// <summary>Four significant digits: 0.0612, 12.35, 1.5e-6; the words for NaN and infinities.</summary>
    public static string Number(double? value) => value switch
    {
        null => None,
        double.NaN => "NaN",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        { } v when Math.Abs(v) is < 1e-3 or >= 1e6 => v.ToString("0.##e0", CultureInfo.InvariantCulture),
        { } v => v.ToString("F" + Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(v))), 0, 4), CultureInfo.InvariantCulture),
    };

    /// <summary>A count with its thousands apart.</summary>
    public static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? None;

    /// <summary>A speed: 142 or 3.4.</summary>
    public static string Rate(double? value) => value switch
    {
        null or double.NaN => None,
        >= 10 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
    };

    /// <summary>A length of time in its two largest units: 6 s, 3 m 20 s, 2 h 5 m.</summary>
    public static string Duration(double? seconds)
    {
        if (seconds is not { } value || !double.IsFinite(value))
            return None;
        if (value > LongestDays * 86_400.0)
            return $"> {LongestDays} d";
        var time = TimeSpan.FromSeconds(value);
        return time switch
        {
            { TotalSeconds: < 0.9995 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
            { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
            { TotalMinutes: < 1 } => $"{time.TotalSeconds:0} s",
            { TotalHours: < 1 } => $"{time.Minutes} m {time.Seconds} s",
            { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} m",
            _ => $"{(int)time.TotalDays} d {time.Hours} h",
        };
    }

    /// <summary>How long a job has run or ran.</summary>
    public static string Duration(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now)
        => from is null ? None : Duration(((to ?? now) - from.Value).TotalSeconds);

    /// <summary>Bytes in the unit that suits.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} KB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    /// <summary>The value of a style's custom property.</summary>
    public static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}%");

    /// <summary>Somebody's text within a plain one, such as a window's title: it keeps its own direction and turns nothing round it.</summary>
    public static string Isolated(string text) => $"\u2068{text}\u2069";

    /// <summary>A status as a word with a capital.</summary>
    public static string Status(JobStatus status) => status.ToString();
}
