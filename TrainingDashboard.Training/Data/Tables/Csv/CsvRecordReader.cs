using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>
/// Reads a delimited text record by record after RFC 4180, knowing the line and cell of everything it sees. Beyond the
/// RFC: lines may end in LF, CRLF or CR; blank lines and comments are passed over; white space around cells is trimmed,
/// inside quotes it is kept; a quote in a quoted cell may stand behind a backslash; a quote within a cell that does not begin with one is a character like any other.
/// </summary>
/// <remarks>
/// Ours because a refusal tells the line and cell of a quote that is left open, and because nothing is decoded to UTF-16
/// that is only counted. All structure is ASCII, and UTF-8's other bytes cannot be mistaken for it.
/// </remarks>
internal sealed partial class CsvRecordReader : IRecordReader
{
    private const int FirstBuffer = 1 << 17;
    private const byte DosEnd = 0x1A;
    private const int MostSkippedKept = 10;

    private readonly Stream _stream;
    private readonly CsvDialect _dialect;
    private readonly DatasetLimits _limits;
    private readonly byte _delimiter;
    private readonly byte _quote;
    private readonly byte[] _comment;
    private readonly byte _escape;
    private readonly List<string> _skipped = [];
    private SpecialBytes _special;
    private byte[] _buffer = new byte[FirstBuffer + SpecialBytes.Slack];
    private int _start;
    private int _end;
    private int _valid;
    private bool _atEnd;
    private byte[] _unquoted = new byte[1024];
    private int _unquotedLength;
    private Cell[] _cells = new Cell[16];
    private int _line = 1;

    /// <param name="utf8">UTF-8 without a byte order mark; closed with the reader.</param>
    /// <param name="fileName">Name for faults.</param>
    /// <param name="dialect">What splits it.</param>
    /// <param name="limits">Bounds of columns and cells.</param>
    public CsvRecordReader(Stream utf8, string fileName, CsvDialect dialect, DatasetLimits limits)
    {
        (_stream, FileName, _dialect, _limits) = (utf8, fileName, dialect, limits);
        _delimiter = dialect.HasRuns ? (byte)' ' : (byte)dialect.Delimiter;
        _quote = (byte)(dialect.Quote ?? '\0');
        _comment = Encoding.UTF8.GetBytes(dialect.Comment ?? "");
        _escape = (byte)(dialect.Escape ?? '\0');
        _special = new SpecialBytes(_delimiter, _quote);
    }

    public string FileName { get; }

    /// <summary>Line on which the record began.</summary>
    public int RecordLine { get; private set; } = 1;

    /// <summary>Line reached.</summary>
    public int Line => _line;

    /// <summary>Cells of the record.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes consumed so far.</summary>
    public long Consumed { get; private set; }

    /// <summary>The first lines before the table that were skipped, those that are not longer than a cell may be.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Comments passed over so far.</summary>
    public int Comments { get; private set; }

    /// <summary>The comment passed over last, without its mark; null if there was none.</summary>
    public string? LastComment { get; private set; }

    /// <summary>Whether a character beyond ASCII came that is sound UTF-8, before any that is not.</summary>
    public bool HasUtf8 { get; private set; }

    /// <summary>Whether reading ended at a cell that is not UTF-8.</summary>
    public bool IsNotUtf8 { get; private set; }

    /// <summary>A cell's bytes, valid UTF-8, until the next record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(int index)
    {
        ref readonly var cell = ref _cells[index];
        return (cell.IsUnquoted ? _unquoted : _buffer).AsSpan(cell.Start, cell.Length);
    }

    /// <summary>A cell's text.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(Bytes(index));

    /// <summary>All cells' texts.</summary>
    public string[] Texts()
    {
        var texts = new string[Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Text(i);
        return texts;
    }

    /// <summary>The line on which a cell began.</summary>
    public int LineOf(int index) => _cells[index].Line;

    /// <summary>Passes over lines before the first record, whatever is in them.</summary>
    public void SkipLines(int count)
    {
        for (; count > 0 && (_start < _end || Fill()); count--)
        {
            if (PassOverLine() is { } line && _skipped.Count < MostSkippedKept)
                _skipped.Add(line);
        }
    }

    /// <summary>Reads the next record; false at the end of the file.</summary>
    /// <exception cref="DatasetFormatException">The text is broken; says where.</exception>
    public bool Read()
    {
        while (_start < _end || Fill())
        {
            RecordLine = _line;
            if (IsComment())
            {
                LastComment = PassOverLine()?[_comment.Length..].Trim();
                Comments++;
                continue;
            }
            var next = _dialect.HasRuns ? ReadRuns() : ReadDelimited();
            if (next < 0)
            {
                // the record goes on beyond what was read: once there is more, it is read from its beginning
                Fill();
                continue;
            }
            CheckUtf8(next);
            Consumed += next - _start;
            _start = next;
            if (Count > 1 || (Count == 1 && (_cells[0].IsQuoted || _cells[0].Length > 0)))
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>A refusal at a cell of this record, from 0, which may be one that is not there.</summary>
    public DatasetFormatException Fault(int index, string reason) =>
        DatasetFormatException.AtCell(FileName, index < Count ? LineOf(index) : RecordLine, index + 1, reason);

    /// <summary>Reads the cells of a record; the index after its line end, or -1 if more bytes are needed.</summary>
    private int ReadDelimited()
    {
        (Count, _unquotedLength) = (0, 0);
        var (start, at, line) = (_start, _start, _line);
        while (true)
        {
            var found = _special.Next(_buffer, at, _end);
            if (found == _end)
            {
                if (_end - start > _limits.MaxCellBytes)
                    throw TooLong(line, quoted: false);
                if (!_atEnd)
                    return -1;
                AddPlain(start, found, line);
                _line = line;
                return found;
            }
            var special = _buffer[found];
            if (special == _delimiter)
            {
                AddPlain(start, found, line);
                start = at = found + 1;
            }
            else if (special is (byte)'\n' or (byte)'\r')
            {
                var next = AfterLineEnd(found);
                if (next < 0)
                    return -1;
                AddPlain(start, found, line);
                _line = line + 1;
                return next;
            }
            else if (special == _quote && IsBlank(start, found))
            {
                at = ReadQuoted(found, ref line);
                if (at < 0)
                    return -1;
                var ending = AfterQuoted(at, line);
                if (ending < 0)
                    return -1;
                if (ending == _end)
                {
                    _line = line;
                    return ending;
                }
                if (_buffer[ending] == _delimiter)
                {
                    start = at = ending + 1;
                    continue;
                }
                var next = AfterLineEnd(ending);
                if (next < 0)
                    return -1;
                _line = line + 1;
                return next;
            }
            else if (special == _quote || special == (byte)'\t')
            {
                at = found + 1;
            }
            else if (special == DosEnd && IsRestBlank(found) is var isRest and not false)
            {
                if (isRest is null)
                    return -1;
                AddPlain(start, found, line);
                _line = line;
                return _end;
            }
            else
            {
                throw At(line, Count + 1, NotText(special));
            }
        }
    }

    /// <summary>The same where runs of spaces and tabs part cells.</summary>
    private int ReadRuns()
    {
        (Count, _unquotedLength) = (0, 0);
        var (at, line) = (_start, _line);
        while (true)
        {
            while (at < _end && _buffer[at] is (byte)' ' or (byte)'\t')
                at++;
            if (at == _end)
            {
                _line = _atEnd ? line : _line;
                return _atEnd ? at : -1;
            }
            if (_buffer[at] is (byte)'\n' or (byte)'\r')
            {
                var next = AfterLineEnd(at);
                if (next >= 0)
                    _line = line + 1;
                return next;
            }
            if (_buffer[at] == _quote && _quote != 0)
            {
                at = ReadQuoted(at, ref line);
                if (at < 0)
                    return -1;
                if (at < _end && _buffer[at] is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
                    throw At(line, Count, "Expected a space or the end of the line after the closing quote, but more text came.").With(QuoteOffers());
                continue;
            }
            var start = at;
            while (at < _end && _buffer[at] > (byte)' ' && _buffer[at] != 0x7F)
                at++;
            if (at == _end && !_atEnd)
            {
                if (at - start > _limits.MaxCellBytes)
                    throw TooLong(line, quoted: false);
                return -1;
            }
            if (at < _end && _buffer[at] is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                if (_buffer[at] != DosEnd || IsRestBlank(at) is not true)
                    throw At(line, Count + 1, NotText(_buffer[at]));
                if (at > start)
                    AddPlain(start, at, line);
                return _end;
            }
            AddPlain(start, at, line);
        }
    }

    /// <summary>The index after a line end; -1 if a line feed may follow that was not read yet.</summary>
    private int AfterLineEnd(int at)
    {
        if (_buffer[at] == (byte)'\n')
            return at + 1;
        if (at + 1 == _end)
            return _atEnd ? at + 1 : -1;
        return _buffer[at + 1] == (byte)'\n' ? at + 2 : at + 1;
    }

    private void AddPlain(int start, int end, int line)
    {
        while (start < end && _buffer[start] is (byte)' ' or (byte)'\t')
            start++;
        while (end > start && _buffer[end - 1] is (byte)' ' or (byte)'\t')
            end--;
        if (end - start > _limits.MaxCellBytes)
            throw TooLong(line, quoted: false);
        AddCell(new Cell(start, end - start, line, IsQuoted: false, IsUnquoted: false));
    }

    private void AddCell(Cell cell)
    {
        if (Count == _limits.MaxColumns)
            throw At(cell.Line, Count + 1, string.Create(CultureInfo.InvariantCulture, $"Expected at most {_limits.MaxColumns:N0} columns, but the line has more."));
        if (Count == _cells.Length)
            Array.Resize(ref _cells, _cells.Length * 2);
        _cells[Count++] = cell;
    }

    private bool IsComment()
    {
        if (_comment.Length == 0)
            return false;
        while (_end - _start < _comment.Length && !_atEnd)
            Fill();
        return _buffer.AsSpan(_start, _end - _start).StartsWith(_comment);
    }

    /// <summary>Passes over a line, whatever is in it.</summary>
    /// <returns>The line; null if it is longer than any cell may be.</returns>
    private string? PassOverLine()
    {
        var (at, isCut) = (_start, false);
        while (true)
        {
            var found = _buffer.AsSpan(at, _end - at).IndexOfAny((byte)'\r', (byte)'\n');
            var next = found < 0 ? -1 : AfterLineEnd(at + found);
            if (next >= 0 || (found < 0 && _atEnd))
            {
                var end = found < 0 ? _end : at + found;
                var text = isCut || end - _start > _limits.MaxCellBytes ? null : Encoding.UTF8.GetString(_buffer.AsSpan(_start, end - _start));
                _line += next >= 0 ? 1 : 0;
                Consumed += (next < 0 ? _end : next) - _start;
                _start = next < 0 ? _end : next;
                _special.Restart(_start);
                return text;
            }
            // of a line longer than any cell only its end matters
            if (found < 0 && _end - _start > _limits.MaxCellBytes)
            {
                isCut = true;
                Consumed += _end - _start;
                _start = _end;
            }
            var kept = _end - _start;
            Fill();
            at = _start + (found < 0 ? kept : 0);
        }
    }

    /// <summary>Reads more bytes behind those that are not consumed, which move to the front; false at the end.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _valid = Math.Max(0, _valid - _start);
        (_start, _end) = (0, _end - _start);
        if (_end > (_buffer.Length - SpecialBytes.Slack) / 2)
            Array.Resize(ref _buffer, (_buffer.Length * 2) - SpecialBytes.Slack);
        var room = _buffer.AsSpan(_end, _buffer.Length - SpecialBytes.Slack - _end);
        var read = ReadSome(room);
        _atEnd = read < room.Length;
        _end += read;
        _buffer.AsSpan(_end, Math.Min(SpecialBytes.Slack, _buffer.Length - _end)).Clear();
        _special.Restart(0);
        Validate();
        return _end > 0;
    }

    private int ReadSome(Span<byte> room)
    {
        try
        {
            return _stream.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        }
        catch (DecoderFallbackException e)
        {
            IsNotUtf8 = true;
            throw DatasetFormatException.AtCell(FileName, _line, 1, "Expected text in the encoding that was chosen, but here or soon after are bytes that it does not have.", e);
        }
    }

    /// <summary>Finds out how far the bytes are valid UTF-8.</summary>
    private void Validate()
    {
        var from = _valid;
        if (Utf8.IsValid(_buffer.AsSpan(_valid, _end - _valid)))
        {
            HasUtf8 = HasUtf8 || !Ascii.IsValid(_buffer.AsSpan(_valid, _end - _valid));
            _valid = _end;
            return;
        }
        while (_valid < _end && Rune.DecodeFromUtf8(_buffer.AsSpan(_valid, _end - _valid), out _, out var length) == System.Buffers.OperationStatus.Done)
            _valid += length;
        HasUtf8 = HasUtf8 || !Ascii.IsValid(_buffer.AsSpan(from, _valid - from));
    }

    /// <summary>Refuses the cell that holds what is not UTF-8, if this record has one.</summary>
    private void CheckUtf8(int end)
    {
        if (end <= _valid)
            return;
        for (var i = 0; i < Count; i++)
        {
            if (Utf8.IsValid(Bytes(i)))
                continue;
            IsNotUtf8 = true;
            throw At(_cells[i].Line, i + 1, "Expected UTF-8 text, but the cell's bytes are not. Save the file as UTF-8, or choose another encoding.")
                .With(new Offer("Read it as Windows-1252", new DatasetChoices { Encoding = TextEncoding.Windows1252 }));
        }
    }

    private bool IsBlank(int start, int end) => _buffer.AsSpan(start, end - start).IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>Whether nothing but white space and DOS's end-of-file mark follows; null if more bytes are needed to tell.</summary>
    private bool? IsRestBlank(int at)
    {
        if (_buffer.AsSpan(at, _end - at).IndexOfAnyExcept(" \t\r\n\u001A"u8) >= 0)
            return false;
        return _atEnd ? true : null;
    }

    private DatasetFormatException TooLong(int line, bool quoted) => At(line, Count + 1,
        string.Create(CultureInfo.InvariantCulture, $"Expected a cell of at most {_limits.MaxCellBytes:N0} bytes, but ")
        + (quoted ? "the quote that opens here is not closed within them." : "this one is longer.")).With(quoted ? QuoteOffers() : []);

    private DatasetFormatException At(int line, int column, string reason) =>
        DatasetFormatException.AtCell(FileName, line, column, reason);

    private static string NotText(byte value) =>
        $"Expected text, but byte 0x{value.ToString("X2", CultureInfo.InvariantCulture)} came, which no text has. Is this a binary file?";

    /// <param name="Start">Index into the buffer, or into what was unquoted.</param>
    /// <param name="Length">Bytes.</param>
    /// <param name="Line">Where it begins.</param>
    /// <param name="IsQuoted">Whether it stood in quotes.</param>
    /// <param name="IsUnquoted">Whether its bytes had to be copied, as quotes in it were doubled.</param>
    private readonly record struct Cell(int Start, int Length, int Line, bool IsQuoted, bool IsUnquoted);
}
