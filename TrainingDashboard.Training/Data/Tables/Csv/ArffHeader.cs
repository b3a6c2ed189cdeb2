using System.Text;
using System.Text.RegularExpressions;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>The lines above the rows of an ARFF file (Weka's format), which name the columns.</summary>
/// <param name="Names">One for each column.</param>
/// <param name="Lines">Lines up to and with <c>@data</c>.</param>
internal sealed partial record ArffHeader(IReadOnlyList<string> Names, int Lines)
{
    /// <summary>The header of a text; null if it is no ARFF file.</summary>
    /// <param name="head">The beginning, in UTF-8.</param>
    public static ArffHeader? Of(ReadOnlySpan<byte> head)
    {
        var names = new List<string>();
        var (isArff, number) = (false, 0);
        foreach (var line in Encoding.UTF8.GetString(head).ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '%')
                continue;
            if (text.StartsWith("@data", StringComparison.OrdinalIgnoreCase))
                return isArff && names.Count > 1 ? new ArffHeader(names, number) : null;
            isArff |= text.StartsWith("@relation", StringComparison.OrdinalIgnoreCase);
            if (!isArff)
                return null;
            if (Attribute().Match(text) is { Success: true } attribute)
                names.Add(attribute.Groups["name"].Value.Trim('\'', '"'));
        }
        return null;
    }

    [GeneratedRegex("""^@attribute\s+(?<name>'[^']+'|"[^"]+"|[^\s{]+)\s*\S""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}
