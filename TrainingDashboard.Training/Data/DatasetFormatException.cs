using System.Globalization;

namespace TrainingDashboard.Training.Data;

/// <summary>
/// A dataset file was refused. Says which file, where in it, what was expected and what came.
/// </summary>
public sealed class DatasetFormatException : Exception
{
    private DatasetFormatException(string fileName, int? line, int? column, long? byteOffset, string where, string reason, Exception? inner)
        : base($"{fileName}{where}: {reason}", inner)
    {
        FileName = fileName;
        Line = line;
        Column = column;
        ByteOffset = byteOffset;
        Reason = reason;
    }

    /// <summary>The file's name, without its folder.</summary>
    public string FileName { get; }

    /// <summary>Line of a text file, from 1, as an editor counts them (a quoted cell may span several).</summary>
    public int? Line { get; }

    /// <summary>Of a table, the cell within the line; of a text, the character; from 1.</summary>
    public int? Column { get; }

    /// <summary>Offset in a binary file, from 0; of a compressed one, in its decompressed bytes.</summary>
    public long? ByteOffset { get; }

    /// <summary>The sentence without the place: what was expected and what came.</summary>
    public string Reason { get; }

    /// <summary>A fault in a table.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="line">From 1.</param>
    /// <param name="column">Cell, from 1.</param>
    /// <param name="reason">What was expected and what came.</param>
    public static DatasetFormatException AtCell(string fileName, int line, int column, string reason) =>
        new(fileName, line, column, null, string.Create(CultureInfo.InvariantCulture, $", line {line}, column {column}"), reason, null);

    /// <summary>A fault in a text.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="line">From 1.</param>
    /// <param name="column">Character, from 1.</param>
    /// <param name="reason">What was expected and what came.</param>
    public static DatasetFormatException AtCharacter(string fileName, int line, int column, string reason) => AtCell(fileName, line, column, reason);

    /// <summary>A fault in a binary file.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="byteOffset">From 0, in the decompressed bytes.</param>
    /// <param name="reason">What was expected and what came.</param>
    /// <param name="inner">What the decompressor said.</param>
    public static DatasetFormatException AtByte(string fileName, long byteOffset, string reason, Exception? inner = null) =>
        new(fileName, null, null, byteOffset, string.Create(CultureInfo.InvariantCulture, $", byte {byteOffset}"), reason, inner);
}
