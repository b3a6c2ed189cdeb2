namespace TrainingDashboard.Training.Data;

/// <summary>A text file's bytes through a window of 64 KiB, with its size bounded and a byte order mark taken off.</summary>
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
        (_stream, _fileName, _maxBytes) = (stream, fileName, limits.MaxFileBytes);
        _end = stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
        _total = _end;
        IsWhole = _end < _buffer.Length;
        if (Window.StartsWith("\uFEFF"u8))
            _start = 3;
        if (Window.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || Window.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw DatasetFormatException.AtCell(fileName, 1, 1, "Expected UTF-8 text, but the file begins with the mark of UTF-16. Save it as UTF-8.");
        CheckSize(line: 1);
    }

    /// <summary>Whether the first window is all there is.</summary>
    public bool IsWhole { get; }

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
