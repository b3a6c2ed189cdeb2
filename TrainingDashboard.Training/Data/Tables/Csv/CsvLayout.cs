using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>What the beginning of a delimited text shows of how it is written.</summary>
/// <param name="Dialect">What splits it.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="SkipLines">Lines before the table, or before its header.</param>
/// <param name="Columns">Columns of the table.</param>
/// <param name="HeaderComment">The names of the columns where a comment right before the table has them; else null.</param>
/// <param name="HasRowNames">Whether the header lacks a name for the first column, as R writes row names.</param>
/// <param name="SkipRows">Rows after the header that are no data.</param>
/// <param name="Attributes">The names of the columns out of the head of an ARFF file; else null.</param>
internal sealed record CsvLayout(
    CsvDialect Dialect, bool HasHeader, int SkipLines, int Columns, IReadOnlyList<string>? HeaderComment = null, bool HasRowNames = false, int SkipRows = 0,
    IReadOnlyList<string>? Attributes = null)
{
    private const int MostRecords = 200;
    private const int MostPreamble = 20;
    private const double SpacesHandicap = 0.97;
    private static readonly DatasetLimits s_unbounded = new() { MaxColumns = int.MaxValue, MaxCellBytes = int.MaxValue };
    private static readonly string[] s_delimiters = [",", ";", "\t", "|", DelimiterWord.Spaces];
    private static readonly byte[] s_partsOthers = ";\t|"u8.ToArray();

    /// <summary>Looks at the beginning of a file.</summary>
    /// <param name="head">UTF-8, without a byte order mark.</param>
    /// <param name="isWhole">Whether that is all of the file.</param>
    /// <param name="choices">What is given, and so not found out.</param>
    public static CsvLayout Detect(byte[] head, bool isWhole, DatasetChoices choices)
    {
        var skip = choices.SkipLines ?? 0;
        if (choices.SkipLines is null && ExcelDelimiter(head) is { } said)
            (choices, skip) = (choices with { Delimiter = choices.Delimiter ?? said }, 1);
        var arff = choices.SkipLines is null ? ArffHeader.Of(head) : null;
        if (arff is not null)
            (choices, skip) = (choices with { Delimiter = choices.Delimiter ?? ",", Comment = choices.Comment ?? "%", HasHeader = false, SkipLines = arff.Lines }, arff.Lines);
        var candidates = choices.Delimiter is { } given ? [DelimiterWord.Parse(given)!] : s_delimiters;
        var comment = choices.Comment ?? (head.AsSpan().StartsWith("%"u8) ? "%" : head.AsSpan().StartsWith("//"u8) ? "//" : "#");
        var quote = choices.Quote ?? "\"";
        var escape = choices.Escape ?? "";
        var best = Best(candidates, quote, comment, escape, head, isWhole, skip);
        if (choices.Quote is null && best.IsSingleQuoted)
            (best, quote) = (Best(candidates, "'", comment, escape, head, isWhole, skip), "'");
        if (choices.Escape is null && quote.Length > 0 && head.AsSpan().IndexOf([(byte)'\\', (byte)quote[0]]) >= 0
            && Best(candidates, quote, comment, "\\", head, isWhole, skip) is var escaped && (escaped.Quality > best.Quality || (best.HasFailed && !escaped.HasFailed)))
            (best, escape) = (escaped, "\\");
        if (choices.Comment is null && comment.Length > 0 && best.Comments > 0
            && Best([best.Delimiter], quote, "", escape, head, isWhole, skip) is { } without && without.TakesForRecords(comment, best.Cells))
            best = without;
        return best.ToLayout(choices, skip) with { Attributes = arff?.Names };
    }

    /// <summary>The delimiter that a first line for Excel names, as in <c>sep=;</c>.</summary>
    public static string? ExcelDelimiter(ReadOnlySpan<byte> head)
    {
        if (!Ascii.EqualsIgnoreCase(head[..Math.Min(4, head.Length)], "sep="u8) || head.Length < 6 || head[5] is not ((byte)'\r' or (byte)'\n'))
            return null;
        return DelimiterWord.Parse(((char)head[4]).ToString());
    }

    private static Attempt Best(IEnumerable<string> delimiters, string quote, string comment, string escape, byte[] head, bool isWhole, int skip)
    {
        Attempt? best = null;
        foreach (var delimiter in delimiters)
        {
            var attempt = new Attempt(delimiter, quote, comment, escape, head, isWhole, skip);
            if (best is null || attempt.Quality > best.Quality || (attempt.Quality == best.Quality && attempt.Cells > best.Cells))
                best = attempt;
        }
        return best!;
    }

    /// <summary>The beginning of the file, read with one delimiter.</summary>
    private sealed class Attempt
    {
        private readonly List<(int Line, string[] Cells)> _records = [];
        private readonly CsvDialect _dialect;
        private readonly bool _failed;
        private readonly string? _commentBefore;
        private readonly int _preamble;

        public Attempt(string delimiter, string quote, string comment, string escape, byte[] head, bool isWhole, int skip)
        {
            Delimiter = delimiter;
            _dialect = new TableReading { Delimiter = delimiter, Quote = quote, Comment = comment, Escape = escape }.Dialect;
            using var reader = new CsvRecordReader(new MemoryStream(head), "", _dialect, s_unbounded);
            reader.SkipLines(skip);
            try
            {
                while (_records.Count < MostRecords && reader.Read())
                {
                    if (_records.Count == 0)
                        _commentBefore = reader.LastComment;
                    _records.Add((reader.RecordLine, reader.Texts()));
                }
                // the sample may end in the middle of a record
                if (!isWhole && _records.Count is > 1 and < MostRecords)
                    _records.RemoveAt(_records.Count - 1);
            }
            catch (DatasetFormatException)
            {
                // the real reading comes to the same place and says it; where the sample ends in a quote there may be no fault
                _failed = isWhole || reader.RecordLine < reader.Line - 1 || _records.Count == 0;
            }
            Comments = reader.Comments;
            Cells = _records.Count == 0 ? 0 : _records.GroupBy(r => r.Cells.Length).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key;
            _preamble = _records.FindIndex(r => r.Cells.Length == Cells);
            if (_preamble > MostPreamble || _records.Take(Math.Max(0, _preamble)).Any(r => r.Cells.Length > Cells))
                _preamble = 0;
            Quality = Rate(delimiter == DelimiterWord.Spaces);
        }

        public string Delimiter { get; }

        /// <summary>Cells that most records have.</summary>
        public int Cells { get; }

        public int Comments { get; }

        /// <summary>Whether the text is broken, read so.</summary>
        public bool HasFailed => _failed;

        /// <summary>0 to 1: the share of records that have the usual number of cells, and of cells that hold no other delimiter.</summary>
        public double Quality { get; }

        public bool IsSingleQuoted
        {
            get
            {
                var quoted = _records.SelectMany(r => r.Cells).Count(cell => cell.Length > 1 && cell[0] == '\'' && cell[^1] == '\'');
                return quoted > 2 && _dialect.Quote == '"' && quoted >= _records.Count / 2;
            }
        }

        /// <summary>Whether lines that begin with a comment's mark are rows like the others.</summary>
        public bool TakesForRecords(string comment, int cells) =>
            Cells == cells && _records.Skip(1).Where(r => r.Cells[0].StartsWith(comment, StringComparison.Ordinal)).ToList() is { Count: > 0 } marked
            && marked.TrueForAll(r => r.Cells.Length == cells);

        public CsvLayout ToLayout(DatasetChoices choices, int skip)
        {
            var (first, columns, hasRowNames) = (Math.Max(0, _preamble), Cells, false);
            var header = choices.HasHeader;
            if (choices.SkipLines is null)
                first = HeaderGuess.AfterTitles(_records, first, Cells);
            // one cell less in the line before the table: the rows end in a delimiter, or have names that the header has not
            if (first > 0 && header != false && _records[first - 1].Cells.Length == Cells - 1
                && _records[first - 1].Cells.All(cell => CellLooks.Of(cell) == CellLook.Text)
                && !HeaderGuess.HasTextsAboveNumbers([.. _records.Skip(first).Select(r => r.Cells)]))
            {
                first--;
                header = true;
                if (_records.Skip(first + 1).All(r => r.Cells.Length < Cells || r.Cells[^1].Length == 0))
                    columns--;
                else
                    hasRowNames = true;
            }
            var names = header is null && first == 0 ? CommentedNames(columns) : null;
            header ??= names is null && HeaderGuess.IsHeader([.. _records.Skip(first).Select(r => r.Cells)]);
            var skipRows = choices.SkipRows ?? 0;
            if (choices.SkipRows is null && header.Value && !hasRowNames && HeaderGuess.IsFollowedByNoRow([.. _records.Skip(first).Select(r => r.Cells)]))
            {
                // X1, X2, … say less than the names below them; units say less than the names above them
                if (choices.SkipLines is null && HeaderGuess.AreNumberedNames(_records[first].Cells))
                    first++;
                else
                    skipRows = 1;
            }
            var skipped = choices.SkipLines ?? (first > 0 ? _records[first].Line - 1 : skip);
            return new CsvLayout(_dialect, header.Value, skipped, columns, names, hasRowNames, skipRows);
        }

        /// <summary>The columns' names out of a comment right before the first record, as NumPy writes them.</summary>
        private string[]? CommentedNames(int columns)
        {
            if (string.IsNullOrEmpty(_commentBefore) || _records.Count == 0 || _records[0].Line != Comments + 1)
                return null;
            using var reader = new CsvRecordReader(new MemoryStream(Encoding.UTF8.GetBytes(_commentBefore)), "", _dialect with { Comment = null }, s_unbounded);
            try
            {
                return reader.Read() && reader.Count == columns && reader.Texts() is var names && names.All(name => CellLooks.Of(name) == CellLook.Text) ? names : null;
            }
            catch (DatasetFormatException)
            {
                return null;
            }
        }

        private double Rate(bool isSpaces)
        {
            if (Cells < 2)
                return 0;
            var rows = _records.Skip(_preamble).ToList();
            var share = rows.Count(r => r.Cells.Length == Cells) / (double)(rows.Count + (_failed ? 1 : 0));
            var cells = rows.SelectMany(r => r.Cells).ToList();
            var clean = cells.Count(cell => IsClean(cell, isSpaces)) / (double)cells.Count;
            return share * (0.5 + (0.5 * clean)) * (isSpaces ? SpacesHandicap : 1);
        }

        private static bool AreNumbers(string[] words) => words.Length > 2 && words.All(word => CellLooks.Of(word) is CellLook.Number or CellLook.Missing);

        private bool IsClean(string cell, bool isSpaces)
        {
            foreach (var other in s_partsOthers)
            {
                if (other != Delimiter[0] && cell.Contains((char)other, StringComparison.Ordinal))
                    return false;
            }
            return isSpaces
                ? !cell.Contains(',', StringComparison.Ordinal) || CellLooks.Of(cell) == CellLook.Number
                : !cell.Contains("  ", StringComparison.Ordinal) || !AreNumbers(cell.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
