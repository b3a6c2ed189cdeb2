using System.Globalization;
using System.Text;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>What one cell holds.</summary>
internal enum CellContent
{
    Missing,
    Number,
    NotFinite,
    Text,
}

/// <summary>Tells numbers, missing values and texts apart, whatever the machine's language.</summary>
internal static class CellText
{
    // Squares of features and their sums must stay finite, and a prepared feature is a 32-bit number.
    private const double MaxMagnitude = 1e38;

    private static readonly string[] s_notFinite = ["nan", "inf", "infinity", "∞"];

    /// <summary>Sorts a cell: empty and <c>?</c> are missing; numbers have a decimal point and may have an exponent.</summary>
    /// <param name="cell">UTF-8.</param>
    /// <param name="value">The number; NaN unless it is one.</param>
    public static CellContent Read(ReadOnlySpan<byte> cell, out double value)
    {
        value = double.NaN;
        cell = cell.Trim((byte)' ');
        if (cell.IsEmpty || cell is [(byte)'?'])
            return CellContent.Missing;
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            if (!(Math.Abs(number) <= MaxMagnitude))
                return CellContent.NotFinite;
            value = number;
            return CellContent.Number;
        }
        return cell.Length <= 9 && IsNotFinite(Encoding.UTF8.GetString(cell)) ? CellContent.NotFinite : CellContent.Text;
    }

    /// <summary>Whether a text is a finite number.</summary>
    public static bool IsNumber(string cell) => Read(Encoding.UTF8.GetBytes(cell), out _) == CellContent.Number;

    private static bool IsNotFinite(string cell) =>
        s_notFinite.Contains(cell.TrimStart('+', '-'), StringComparer.OrdinalIgnoreCase);
}
