using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>
/// Reads a delimited text file record by record after RFC 4180, knowing the line and cell of everything it sees.
/// Beyond the RFC: lines may end in LF, CRLF or CR; blank lines and lines that begin with <c>#</c> are passed over;
/// white space around cells is trimmed, inside quotes it is kept.
/// </summary>
/// <remarks>
/// Ours rather than a library's because the libraries at hand do not tell the line and cell of a quote left open. It
/// works on bytes: all structure is ASCII, and UTF-8's other bytes cannot be mistaken for it.
/// </remarks>
internal sealed class CsvRecordReader
{
    private const byte Quote = (byte)'"';

    private readonly TextBytes _bytes;
    private readonly DatasetLimits _limits;
    private readonly byte _delimiter;
    private readonly SearchValues<byte> _endsPlain;
    private readonly SearchValues<byte> _endsQuoted;
    private byte[] _text = new byte[1024];
    private int _length;
    private Cell[] _cells = new Cell[16];
    private int _line = 1;

    public CsvRecordReader(TextBytes bytes, string fileName, char delimiter, DatasetLimits limits)
    {
        (_bytes, FileName, _delimiter, _limits) = (bytes, fileName, (byte)delimiter, limits);
        byte[] control = [.. Enumerable.Range(0, 32).Where(c => c != '\t').Select(c => (byte)c), 127];
        _endsPlain = SearchValues.Create([.. control, Quote, _delimiter]);
        _endsQuoted = SearchValues.Create([.. control, Quote]);
    }

    public string FileName { get; }

    /// <summary>Line on which the record began.</summary>
    public int RecordLine { get; private set; } = 1;

    /// <summary>Line reached.</summary>
    public int Line => _line;

    /// <summary>Cells of the record.</summary>
    public int Count { get; private set; }

    /// <summary>A cell's bytes, valid UTF-8, until the next record.</summary>
    public ReadOnlySpan<byte> Bytes(int index) => _text.AsSpan(_cells[index].Start, _cells[index].Length);

    /// <summary>A cell's text.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(Bytes(index));

    /// <summary>The line on which a cell began.</summary>
    public int LineOf(int index) => _cells[index].Line;

    /// <summary>Reads the next record; false at the end of the file.</summary>
    public bool Read()
    {
        while (_bytes.Available(_line))
        {
            (Count, _length, RecordLine) = (0, 0, _line);
            if (_bytes.Window[0] == (byte)'#')
            {
                PassOverLine();
                continue;
            }
            while (ReadCell())
            {
            }
            if (Count > 1 || _cells[0].IsQuoted || _cells[0].Length > 0)
                return true;
        }
        return false;
    }

    /// <summary>A refusal at a cell of this record, from 0, which may be one that is not there.</summary>
    public DatasetFormatException Fault(int index, string reason) =>
        DatasetFormatException.AtCell(FileName, index < Count ? LineOf(index) : RecordLine, index + 1, reason);

    /// <summary>Reads a cell; true if another follows in this record.</summary>
    private bool ReadCell()
    {
        var (start, line) = (_length, _line);
        var ending = ReadPlain(start, line, Count + 1);
        if (ending != Quote)
        {
            AddCell(start, line, quoted: false);
            return PassEnding(ending);
        }
        if (!IsBlank(start))
            throw At(line, Count + 1, "Expected no quote inside a cell that does not begin with one; quote the whole cell and double the quotes in it.");

        _length = start;
        ReadQuoted(start, line);
        AddCell(start, line, quoted: true);
        var (rest, lastLine) = (_length, _line);
        ending = ReadPlain(rest, lastLine, Count);
        if (!IsBlank(rest) || ending == Quote)
            throw At(lastLine, Count, "Expected a delimiter or the end of the line after the closing quote, but more text came.");
        _length = rest;
        return PassEnding(ending);
    }

    /// <summary>Takes in text up to a delimiter, quote or line end, which is returned but not consumed; -1 at the file's end.</summary>
    private int ReadPlain(int start, int line, int column)
    {
        while (_bytes.Available(_line))
        {
            var found = _bytes.Window.IndexOfAny(_endsPlain);
            Append(_bytes.Window[..(found < 0 ? _bytes.Window.Length : found)], start, line, quoted: false);
            if (found < 0)
                continue;
            var ending = _bytes.Window[0];
            if (ending == _delimiter || ending is Quote or (byte)'\r' or (byte)'\n')
                return ending;
            throw At(line, column, NotText(ending));
        }
        return -1;
    }

    private bool PassEnding(int ending)
    {
        if (ending == _delimiter)
            _bytes.Advance(1);
        else if (ending >= 0)
            PassLineEnd();
        return ending == _delimiter;
    }

    private void ReadQuoted(int start, int line)
    {
        _bytes.Advance(1);
        while (_bytes.Available(_line))
        {
            var found = _bytes.Window.IndexOfAny(_endsQuoted);
            Append(_bytes.Window[..(found < 0 ? _bytes.Window.Length : found)], start, line, quoted: true);
            if (found < 0)
                continue;
            var ending = _bytes.Window[0];
            if (ending is (byte)'\r' or (byte)'\n')
            {
                PassLineEnd();
                AppendByte((byte)'\n', start, line);
                continue;
            }
            if (ending != Quote)
                throw At(_line, Count + 1, NotText(ending));
            _bytes.Advance(1);
            if (!_bytes.Available(_line) || _bytes.Window[0] != Quote)
                return;
            _bytes.Advance(1);
            AppendByte(Quote, start, line);
        }
        throw At(line, Count + 1, "Expected the quote that opens here to be closed, but the file ended.");
    }

    private void AddCell(int start, int line, bool quoted)
    {
        var (from, to) = (start, _length);
        if (!Ascii.IsValid(_text.AsSpan(from, to - from)) && !Utf8.IsValid(_text.AsSpan(from, to - from)))
            throw At(line, Count + 1, "Expected UTF-8 text, but the cell's bytes are not. Save the file as UTF-8.");
        if (!quoted)
        {
            while (from < to && _text[from] is (byte)' ' or (byte)'\t')
                from++;
            while (to > from && _text[to - 1] is (byte)' ' or (byte)'\t')
                to--;
        }
        if (Count == _limits.MaxColumns)
            throw At(line, Count + 1, string.Create(CultureInfo.InvariantCulture, $"Expected at most {_limits.MaxColumns:N0} columns, but the line has more."));
        if (Count == _cells.Length)
            Array.Resize(ref _cells, _cells.Length * 2);
        _cells[Count++] = new Cell(from, to - from, line, quoted);
    }

    private void Append(ReadOnlySpan<byte> bytes, int start, int line, bool quoted)
    {
        if (_length - start + bytes.Length > _limits.MaxCellBytes)
        {
            throw At(line, Count + 1, string.Create(CultureInfo.InvariantCulture, $"Expected a cell of at most {_limits.MaxCellBytes:N0} bytes, but ")
                + (quoted ? "the quote that opens here is not closed within them." : "this one is longer."));
        }
        if (_length + bytes.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_text.AsSpan(_length));
        _length += bytes.Length;
        _bytes.Advance(bytes.Length);
    }

    private void AppendByte(byte value, int start, int line)
    {
        Append([], start + 1, line, quoted: true);
        if (_length == _text.Length)
            Array.Resize(ref _text, _text.Length * 2);
        _text[_length++] = value;
    }

    private bool IsBlank(int start) => _text.AsSpan(start, _length - start).IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    private void PassLineEnd()
    {
        var isReturn = _bytes.Window[0] == (byte)'\r';
        _bytes.Advance(1);
        if (isReturn && _bytes.Available(_line) && _bytes.Window[0] == (byte)'\n')
            _bytes.Advance(1);
        _line++;
    }

    private void PassOverLine()
    {
        while (_bytes.Available(_line))
        {
            var found = _bytes.Window.IndexOfAny((byte)'\r', (byte)'\n');
            if (found >= 0)
            {
                _bytes.Advance(found);
                PassLineEnd();
                return;
            }
            _bytes.Advance(_bytes.Window.Length);
        }
    }

    private DatasetFormatException At(int line, int column, string reason) =>
        DatasetFormatException.AtCell(FileName, line, column, reason);

    private static string NotText(byte value) =>
        $"Expected text, but byte 0x{value.ToString("X2", CultureInfo.InvariantCulture)} came, which no text has. Is this a binary file?";

    private readonly record struct Cell(int Start, int Length, int Line, bool IsQuoted);
}
