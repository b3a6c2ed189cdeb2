using System.Globalization;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>Whether the first record of a table names its columns.</summary>
internal static class HeaderGuess
{
    private const double MeantShare = 0.9;

    /// <summary>
    /// It does where it has texts above columns of numbers or dates, in more columns than it has numbers above numbers; where its
    /// cells count the columns; and in a table of texts if none of its cells comes again in its column.
    /// </summary>
    /// <param name="records">The first records of the table, each with its cells.</param>
    public static bool IsHeader(IReadOnlyList<string[]> records)
    {
        if (records.Count < 2)
            return false;
        var first = records[0];
        var (speakFor, speakAgainst) = (0, 0);
        for (var i = 0; i < first.Length; i++)
        {
            var below = records.Skip(1).Where(r => r.Length > i).Select(r => CellLooks.Of(r[i])).Where(look => look != CellLook.Missing).ToList();
            if (below.Count == 0 || below.Count(look => look != CellLook.Text) < MeantShare * below.Count)
                continue;
            var look = CellLooks.Of(first[i]);
            speakFor += look == CellLook.Text ? 1 : 0;
            speakAgainst += look is CellLook.Number or CellLook.Date ? 1 : 0;
        }
        if (speakFor > speakAgainst)
            return true;
        if (speakAgainst > 0)
            return speakFor > 0 ? CountsUp(first) : CountsColumns(first) && HaveFractions([.. records.Skip(1)], first.Length);
        return speakFor > 0 || (first.All(cell => CellLooks.Of(cell) == CellLook.Text) && !RecursBelow(records));
    }

    // a year in each column, or a number
    private static bool CountsUp(string[] cells)
    {
        int? before = null;
        foreach (var cell in cells)
        {
            if (!int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            if (before is { } previous && number <= previous)
                return false;
            before = number;
        }
        return before is not null;
    }

    // 0, 1, 2 or 1, 2, 3, perhaps after an empty cell and before a name
    private static bool CountsColumns(string[] cells)
    {
        var numbers = cells.Where(cell => cell.Length > 0).TakeWhile(cell => cell.All(char.IsAsciiDigit)).ToList();
        return numbers.Count >= Math.Max(3, cells.Count(cell => cell.Length > 0) - 1)
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start is 0 or 1
            && numbers.Select((text, i) => text == (start + i).ToString(CultureInfo.InvariantCulture)).All(isNext => isNext);
    }

    // whole numbers below might go on counting, fractions do not
    private static bool HaveFractions(List<string[]> records, int width) =>
        Enumerable.Range(0, width).Count(i => records.Exists(r => r.Length > i && r[i].AsSpan().IndexOfAny('.', ',') >= 0)) * 2 >= width;

    private static bool RecursBelow(IReadOnlyList<string[]> records)
    {
        for (var i = 0; i < records[0].Length; i++)
        {
            if (records.Skip(1).Any(r => r.Length > i && r[i] == records[0][i]))
                return true;
        }
        return false;
    }
}
