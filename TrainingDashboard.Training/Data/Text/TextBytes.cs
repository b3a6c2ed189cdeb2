namespace TrainingDashboard.Training.Data.Text;

/// <summary>A text's bytes through a window of 64 KiB, with its size bounded.</summary>
internal sealed class TextBytes
{
    private readonly Stream _stream;
    private readonly string _fileName;
    private readonly long _maxBytes;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private long _total;

    public TextBytes(Stream stream, string fileName, DatasetLimits limits)
    {
        (_stream, _fileName, _maxBytes) = (stream, fileName, limits.MaxUnpackedBytes);
    }

    /// <summary>Bytes read but not yet consumed.</summary>
    public ReadOnlySpan<byte> Window => _buffer.AsSpan(_start, _end - _start);

    public void Advance(int count) => _start += count;

    /// <summary>Makes sure the window has a byte; false at the end of the file.</summary>
    public bool Available(int line)
    {
        if (_start < _end)
            return true;
        _start = 0;
        _end = _stream.Read(_buffer);
        _total += _end;
        CheckSize(line);
        return _end > 0;
    }

    private void CheckSize(int line)
    {
        if (_total > _maxBytes)
            throw DatasetFormatException.AtCell(_fileName, line, 1, $"Expected a file of at most {_maxBytes:N0} bytes, but this one is larger.");
    }
}
