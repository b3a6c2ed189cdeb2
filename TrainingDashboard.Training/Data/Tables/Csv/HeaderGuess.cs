using System.Globalization;
using System.Text.RegularExpressions;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>Whether the first record of a table names its columns.</summary>
internal static partial class HeaderGuess
{
    private const double MeantShare = 0.9;
    private const int MostTitles = 10;
    private const int LeastRowsBelow = 4;

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
        var (speakFor, speakAgainst) = Speak(records);
        if (speakFor > speakAgainst)
            return true;
        if (speakAgainst > 0)
            return speakFor > 0 ? CountsUp(first) : AreYears(records) || (CountsColumns(first) && HaveFractions([.. records.Skip(1)], first.Length));
        return speakFor > 0 || (first.All(cell => CellLooks.Of(cell) == CellLook.Text) && !RecursBelow(records));
    }

    /// <summary>Whether the first record has texts above columns of numbers, and no number above one.</summary>
    public static bool HasTextsAboveNumbers(IReadOnlyList<string[]> records) => records.Count > 1 && Speak(records) is (> 0, 0);

    /// <summary>The first record that is no title: titles have a single cell with something in it, and empty ones up to the table's width.</summary>
    public static int AfterTitles(IReadOnlyList<(int Line, string[] Cells)> records, int first, int width)
    {
        var at = first;
        while (at < records.Count - 1 && at - first < MostTitles && records[at].Cells.Count(cell => cell.Length > 0) is var filled && (filled == 0 || (filled == 1 && width > 2)))
            at++;
        // a table of gaps has no titles
        return at > first && at - first < MostTitles && HasTextsAboveNumbers([.. records.Skip(at).Select(r => r.Cells)]) ? at : first;
    }

    /// <summary>Whether the record below the header is no row: texts in most columns that hold numbers below, and numbers in none.</summary>
    public static bool IsFollowedByNoRow(IReadOnlyList<string[]> records)
    {
        if (records.Count < LeastRowsBelow || records[1].Length != records[0].Length || Speak([.. records.Skip(1)]) is not (var texts and > 0, 0))
            return false;
        // a word that comes again below is part of a row
        if (RecursBelow([.. records.Skip(1)]))
            return false;
        var columns = Enumerable.Range(0, records[0].Length).Count(i => AreNumbers(records.Skip(2), i));
        return texts * 2 >= columns && Speak([records[0], .. records.Skip(2)]) is (> 0, 0);
    }

    /// <summary>Whether names are but letters and numbers as X1, X2, or empty.</summary>
    public static bool AreNumberedNames(string[] cells) => Array.TrueForAll(cells, cell => NumberedName().IsMatch(cell));

    private static (int For, int Against) Speak(IReadOnlyList<string[]> records)
    {
        var first = records[0];
        var (speakFor, speakAgainst) = (0, 0);
        for (var i = 0; i < first.Length; i++)
        {
            if (!AreNumbers(records.Skip(1), i))
                continue;
            var look = CellLooks.Of(first[i]);
            speakFor += look == CellLook.Text ? 1 : 0;
            speakAgainst += look is CellLook.Number or CellLook.Date ? 1 : 0;
        }
        return (speakFor, speakAgainst);
    }

    private static bool AreNumbers(IEnumerable<string[]> records, int column)
    {
        var looks = records.Where(r => r.Length > column).Select(r => CellLooks.Of(r[column])).Where(look => look != CellLook.Missing).ToList();
        return looks.Count > 0 && looks.Count(look => look != CellLook.Text) >= MeantShare * looks.Count;
    }

    // 2000, 2001, 2002, … after texts alone, above what are no years
    private static bool AreYears(IReadOnlyList<string[]> records)
    {
        var years = records[0].SkipWhile(cell => CellLooks.Of(cell) is CellLook.Text or CellLook.Missing).Select(YearOf).ToList();
        return years.Count > 2 && years[0] > 0 && years.Zip(years.Skip(1)).All(pair => pair.Second > 0 && pair.Second - pair.First == years[1] - years[0] && pair.Second > pair.First)
            && records.Skip(1).All(r => r.Length == 0 || YearOf(r[^1]) == 0 || r[^1] != records[0][^1]);
    }

    private static int YearOf(string cell) =>
        cell.Length == 4 && int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1800 and <= 2100 ? year : 0;

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
            if (records[0][i].Length > 0 && records.Skip(1).Any(r => r.Length > i && r[i] == records[0][i]))
                return true;
        }
        return false;
    }

    [GeneratedRegex("^(([xyvf]|var|col|column|feature|unnamed)[ _:.]*[0-9]*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberedName();
}
