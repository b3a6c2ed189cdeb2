using System.Globalization;
using TrainingDashboard.Training.Data.Choices;

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

    /// <summary>What could be chosen to have the file read otherwise.</summary>
    public IReadOnlyList<Offer> Offers { get; private init; } = [];

    /// <summary>The same refusal with what could be chosen instead.</summary>
    public DatasetFormatException With(params IReadOnlyList<Offer> offers) =>
        new(FileName, Line, Column, ByteOffset, Message[FileName.Length..^(Reason.Length + 2)], Reason, InnerException) { Offers = offers };

    /// <summary>The refusal that a problem found in a file is.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="problem">What was found.</param>
    public static DatasetFormatException Of(string fileName, Finding problem) => problem.Line is { } line
        ? new(fileName, line, problem.Cell ?? 1, null, string.Create(CultureInfo.InvariantCulture, $", line {line}, column {problem.Cell ?? 1}"), problem.Message, null) { Offers = problem.Offers }
        : new(fileName, null, null, null, "", problem.Message, null) { Offers = problem.Offers };

    /// <summary>A fault in a table.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="line">From 1.</param>
    /// <param name="column">Cell, from 1.</param>
    /// <param name="reason">What was expected and what came.</param>
    /// <param name="inner">What was at fault underneath.</param>
    public static DatasetFormatException AtCell(string fileName, int line, int column, string reason, Exception? inner = null) =>
        new(fileName, line, column, null, string.Create(CultureInfo.InvariantCulture, $", line {line}, column {column}"), reason, inner);

    /// <summary>A fault in a table that has rows and no lines.</summary>
    /// <inheritdoc cref="AtCell"/>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="row">From 1.</param>
    /// <param name="column">From 1.</param>
    /// <param name="reason">What was expected and what came.</param>
    public static DatasetFormatException AtRow(string fileName, int row, int column, string reason) =>
        new(fileName, row, column, null, string.Create(CultureInfo.InvariantCulture, $", row {row}, column {column}"), reason, null);

    /// <summary>A fault of a file as a whole.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="reason">What was expected and what came.</param>
    public static DatasetFormatException OfFile(string fileName, string reason) => new(fileName, null, null, null, "", reason, null);

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
