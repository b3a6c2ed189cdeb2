using System.Text;
using ADRaffy.ENSNormalize;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>
/// Unicode's composed form (NFC), so that é written as one character and as two is the same name. The framework's own does
/// nothing where the program has no language data.
/// </summary>
internal static class Composed
{
    /// <summary>The composed form of a cell; null if it is that already.</summary>
    public static byte[]? Form(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        var composed = Form(text);
        return string.Equals(composed, text, StringComparison.Ordinal) ? null : Encoding.UTF8.GetBytes(composed);
    }

    /// <summary>The composed form of a text.</summary>
    public static string Form(string text) => Ascii.IsValid(text) ? text : ENSNormalize.NF.NFC(text);
}
