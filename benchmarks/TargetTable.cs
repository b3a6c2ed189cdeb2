using System.Globalization;

namespace TrainingDashboard.Benchmarks;

/// <summary>Prints figures with their targets beside them.</summary>
internal static class TargetTable
{
    public static void Begin(string title)
    {
        Console.WriteLine($"\n## {title}\n");
        Console.WriteLine("| what | figure | target | |");
        Console.WriteLine("|---|---|---|---|");
    }

    /// <summary>A figure that must not be smaller.</summary>
    public static void AtLeast(string what, double figure, double target, string unit)
        => Row(what, Shown(figure, unit), $"≥ {Shown(target, unit)}", figure >= target ? "OK" : "MISSED");

    /// <summary>A figure that must not be larger.</summary>
    public static void AtMost(string what, double figure, double target, string unit)
        => Row(what, Shown(figure, unit), $"≤ {Shown(target, unit)}", figure <= target ? "OK" : "MISSED");

    /// <summary>A count that must be exactly this.</summary>
    public static void Exactly(string what, long figure, long target)
        => Row(what, Shown(figure, ""), Shown(target, ""), figure == target ? "OK" : "MISSED");

    /// <summary>A figure that is there to be known.</summary>
    public static void Known(string what, double figure, string unit) => Row(what, Shown(figure, unit), "", "");

    /// <summary>The one in the middle.</summary>
    public static double Median(IEnumerable<double> figures) => Percentile(figures, 0.5);

    /// <summary>The figure that a share of all stays within.</summary>
    public static double Percentile(IEnumerable<double> figures, double share)
    {
        var ordered = figures.Order().ToArray();
        return ordered[Math.Min(ordered.Length - 1, (int)(ordered.Length * share))];
    }

    private static void Row(string what, string figure, string target, string verdict)
        => Console.WriteLine($"| {what} | {figure} | {target} | {verdict} |");

    private static string Shown(double figure, string unit)
        => figure.ToString(figure >= 1_000 ? "N0" : figure >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture) + (unit.Length > 1 ? " " : "") + unit;
}
