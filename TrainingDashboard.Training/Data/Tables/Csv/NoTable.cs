using System.Text;
using System.Text.RegularExpressions;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>Knows by their beginning files of other kinds that are taken for tables by mistake.</summary>
internal static partial class NoTable
{
    private const int Looked = 2_000;

    private static readonly (string Begin, string What)[] s_begins =
    [
        ("<!doctype html", "an HTML page, as a browser saves it. Download the table itself"),
        ("<html", "an HTML page, as a browser saves it. Download the table itself"),
        ("<?xml", "an XML document. Export the table as CSV"),
        ("version https://git-lfs", "a Git LFS pointer that stands for a file. Fetch the file itself, as with git lfs pull"),
        ("%PDF-", "a PDF document. Export the table as CSV"),
        ("PK\u0003\u0004", "binary: an Excel workbook or another ZIP archive. Save the sheet as CSV"),
        ("{\\rtf", "a text document (RTF). Save the table as CSV"),
    ];

    /// <summary>What a file is that is no table; null if it may be one.</summary>
    /// <param name="head">The beginning, in UTF-8.</param>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        if (head is [0xD0, 0xCF, 0x11, 0xE0, ..])
            return "binary: an Excel workbook of the old kind. Save the sheet as CSV";
        var text = Encoding.UTF8.GetString(head[..Math.Min(Looked, head.Length)]).TrimStart();
        foreach (var (begin, what) in s_begins)
        {
            if (text.StartsWith(begin, StringComparison.OrdinalIgnoreCase))
                return what;
        }
        if (Json().IsMatch(text))
            return "JSON. Write the table as CSV, with a row for each object";
        // the last line may be cut
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 2 && lines.SkipLast(1).All(line => LibSvm().IsMatch(line))
            ? "in LibSVM's format, which names the columns in each row. Write the table as CSV, with a cell for each column"
            : null;
    }

    [GeneratedRegex("""^(\[\s*(\{\s*"|\[)|\{\s*")""", RegexOptions.CultureInvariant)]
    private static partial Regex Json();

    [GeneratedRegex("""^[-+]?[0-9.]+(\s+[0-9]+:[-+0-9.eE]+)+$""", RegexOptions.CultureInvariant)]
    private static partial Regex LibSvm();
}
