using System.Text;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>What stands in a cell for a value that is missing, beside nothing at all.</summary>
internal sealed class MissingWords
{
    /// <summary>What counts as missing in any column where nobody said what does.</summary>
    public static IReadOnlyList<string> Default { get; } = ["?", "NA", "N/A", "n/a", "<NA>", "NaN", "nan", "NULL", "null", "#N/A", "\\N"];

    /// <summary>What counts as missing only among numbers or dates, in any case: elsewhere it may be a category.</summary>
    public static IReadOnlyList<string> AmongNumbers { get; } = 
        ["-", "--", "---", ".", "..", "*", "na", "none", "nil", "missing", "unknown", "n.a.", "n.d.", "#VALUE!", "#DIV/0!", "#REF!", "#NAME?", "#NUM!"];

    private readonly byte[][] _words;
    private readonly int _longest;

    private readonly bool _ignoreCase;

    /// <param name="words">Each as it is written.</param>
    /// <param name="ignoreCase">Whether upper and lower case of ASCII letters are the same.</param>
    public MissingWords(IEnumerable<string> words, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        _words = [.. words.Where(word => word.Length > 0).Select(Encoding.UTF8.GetBytes)];
        _longest = _words.Length == 0 ? 0 : _words.Max(word => word.Length);
        HasNumbers = _words.Any(word => NumberCell.TryPlain(word, (byte)'.', out _) || NumberCell.TryPlain(word, (byte)',', out _));
    }

    /// <summary>Whether one of them could be read as a number, so that words have to be looked for first.</summary>
    public bool HasNumbers { get; }

    /// <summary>Whether a cell is one of them.</summary>
    /// <param name="cell">Without white space around it.</param>
    public bool Contains(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > _longest)
            return false;
        foreach (var word in _words)
        {
            if (word.Length == cell.Length && (cell.SequenceEqual(word) || (_ignoreCase && Ascii.EqualsIgnoreCase(cell, word))))
                return true;
        }
        return false;
    }
}
