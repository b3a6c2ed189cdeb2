using System.Text;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>What a cell looks like on its own, before anything is known of its column.</summary>
internal enum CellLook
{
    Missing,
    Number,
    Date,
    Text,
}

/// <summary>Sorts cells on their own, with either decimal mark.</summary>
internal static class CellLooks
{
    private static readonly MissingWords s_missing = new([.. MissingWords.Default, .. MissingWords.AmongNumbers], ignoreCase: true);

    public static CellLook Of(string text)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        if (cell.Length == 0 || s_missing.Contains(cell))
            return CellLook.Missing;
        if (NumberCell.Read(cell, (byte)'.', out _) != NumberForm.None)
            return CellLook.Number;
        return DateCell.TryRead(cell, out _) ? CellLook.Date : CellLook.Text;
    }
}
