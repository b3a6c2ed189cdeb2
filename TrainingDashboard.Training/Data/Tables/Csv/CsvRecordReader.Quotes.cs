using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Training.Data.Tables.Csv;

// Cells in quotes.
internal sealed partial class CsvRecordReader
{
    /// <summary>Takes in a quoted cell; the index after its closing quote, or -1 if more bytes are needed.</summary>
    private int ReadQuoted(int opening, ref int line)
    {
        var (opened, unquotedStart) = (line, _unquotedLength);
        var (from, at) = (opening + 1, opening + 1);
        // _special has passed what it found so far, but for runs it was not asked at all
        if (_dialect.HasRuns)
            _special.Restart(opening + 1);
        while (true)
        {
            var found = _special.Next(_buffer, at, _end);
            if (found - from + _unquotedLength - unquotedStart > _limits.MaxCellBytes)
                throw TooLong(opened, quoted: true);
            if (found == _end)
            {
                return _atEnd
                    ? throw At(opened, Count + 1, "Expected the quote that opens here to be closed, but the file ended.").With(QuoteOffers())
                    : -1;
            }
            at = found + 1;
            switch (_buffer[found])
            {
                case (byte)'\n':
                    line++;
                    break;
                case (byte)'\r':
                    if (at == _end && !_atEnd)
                        return -1;
                    Unquote(from, found);
                    if (at < _end && _buffer[at] == (byte)'\n')
                        at++;
                    Unquote((byte)'\n');
                    from = at;
                    line++;
                    break;
                case var special when special == _quote && IsEscaped(from, found):
                    break;
                case var special when special == _quote:
                    if (at == _end && !_atEnd)
                        return -1;
                    if (at < _end && _buffer[at] == _quote)
                    {
                        Unquote(from, at);
                        from = ++at;
                        break;
                    }
                    if (_unquotedLength == unquotedStart && (_escape == 0 || !_buffer.AsSpan(from, found - from).Contains(_escape)))
                    {
                        AddCell(new Cell(from, found - from, opened, IsQuoted: true, IsUnquoted: false));
                        return at;
                    }
                    Unquote(from, found);
                    Unescape(unquotedStart);
                    AddCell(new Cell(unquotedStart, _unquotedLength - unquotedStart, opened, IsQuoted: true, IsUnquoted: true));
                    return at;
                case var special when special == _delimiter || special == (byte)'\t':
                    break;
                case var special:
                    throw At(line, Count + 1, NotText(special));
            }
        }
    }

    /// <summary>The index of what ends a quoted cell, after spaces; -1 if more bytes are needed.</summary>
    private int AfterQuoted(int at, int line)
    {
        while (at < _end && _buffer[at] != _delimiter && _buffer[at] is (byte)' ' or (byte)'\t')
            at++;
        if (at == _end)
            return _atEnd ? at : -1;
        return _buffer[at] == _delimiter || _buffer[at] is (byte)'\n' or (byte)'\r'
            ? at
            : throw At(line, Count, "Expected a delimiter or the end of the line after the closing quote, but more text came.").With(QuoteOffers());
    }

    private bool IsEscaped(int from, int quote)
    {
        if (_escape == 0)
            return false;
        var at = quote;
        while (at > from && _buffer[at - 1] == _escape)
            at--;
        return (quote - at) % 2 == 1;
    }

    /// <summary>Takes out what stands before quotes, and before itself, of what was unquoted last.</summary>
    private void Unescape(int start)
    {
        if (_escape == 0)
            return;
        var length = start;
        for (var at = start; at < _unquotedLength; at++)
        {
            if (_unquoted[at] == _escape && at + 1 < _unquotedLength && (_unquoted[at + 1] == _escape || _unquoted[at + 1] == _quote))
                at++;
            _unquoted[length++] = _unquoted[at];
        }
        _unquotedLength = length;
    }

    private void Unquote(int from, int to)
    {
        while (_unquotedLength + to - from > _unquoted.Length)
            Array.Resize(ref _unquoted, _unquoted.Length * 2);
        _buffer.AsSpan(from, to - from).CopyTo(_unquoted.AsSpan(_unquotedLength));
        _unquotedLength += to - from;
    }

    private void Unquote(byte value)
    {
        if (_unquotedLength == _unquoted.Length)
            Array.Resize(ref _unquoted, _unquoted.Length * 2);
        _unquoted[_unquotedLength++] = value;
    }

    private Offer[] QuoteOffers() =>
    [
        new Offer("Read quotes as text", new DatasetChoices { Quote = "" }),
        .. _escape != 0 ? Array.Empty<Offer>() : [new Offer("Quotes in cells stand behind backslashes", new DatasetChoices { Escape = "\\" })],
    ];
}
