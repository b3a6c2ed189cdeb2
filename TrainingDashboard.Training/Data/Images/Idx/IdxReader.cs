using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace TrainingDashboard.Training.Data.Images.Idx;

/// <summary>
/// Reads one IDX file of unsigned bytes, plain or gzip: two zero bytes, the type 0x08, the number of dimensions, each
/// dimension as a big-endian 32-bit number, then the bytes
/// (<see href="http://yann.lecun.com/exdb/mnist/"/>).
/// </summary>
internal sealed class IdxReader : IDisposable
{
    // A deflate stream cannot expand by more than 1032 to 1, so a header that promises more lies.
    private const long MaxExpansion = 1032;

    private readonly Stream _content;
    private readonly bool _isGzip;
    private readonly string _fileName;
    private readonly long? _fileBytes;
    private long _offset;

    /// <summary>Begins reading, telling gzip by its first two bytes.</summary>
    /// <param name="stream">The file, at its beginning, seekable; not closed.</param>
    /// <param name="fileName">Name for faults.</param>
    /// <param name="limits">Bounds.</param>
    public IdxReader(Stream stream, string fileName, DatasetLimits limits)
    {
        _fileName = fileName;
        _fileBytes = stream.Length - stream.Position;
        if (_fileBytes > limits.MaxFileBytes)
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"Expected a file of at most {limits.MaxFileBytes:N0} bytes, but this one has {_fileBytes:N0}."));
        if (_fileBytes == 0)
            throw Fault("Expected an IDX file, but the file is empty.");
        var start = stream.Position;
        Span<byte> magic = stackalloc byte[2];
        _isGzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        stream.Position = start;
        _content = _isGzip ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;
    }

    /// <summary>Reads a big-endian number of the header.</summary>
    public uint ReadHeader(string what)
    {
        var bytes = new byte[4];
        var read = ReadUpTo(bytes);
        if (read < 4)
            throw Fault($"Expected {what} in four bytes, but the file ends after {read}.");
        _offset += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Reads everything after the header, which must be exactly so many bytes; memory is taken only once the file can hold them.</summary>
    public byte[] ReadRest(long count)
    {
        var possible = _isGzip ? _fileBytes * MaxExpansion : _fileBytes - _offset;
        if (count > possible)
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"Expected {count:N0} bytes after the header, as its dimensions say, but the file is too short for them."));
        var bytes = new byte[count];
        var read = ReadUpTo(bytes);
        _offset += read;
        if (read < count)
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"Expected {count:N0} bytes after the header, as its dimensions say, but the file ends after {read:N0}."));
        if (ReadUpTo(new byte[1]) > 0)
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"Expected the file to end after the {count:N0} bytes its dimensions say, but more follow."));
        return bytes;
    }

    /// <summary>A refusal at the place reached, or some bytes before it.</summary>
    public DatasetFormatException Fault(string reason, int back = 0, Exception? inner = null) =>
        DatasetFormatException.AtByte(_fileName, _offset - back, reason, inner);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isGzip)
            _content.Dispose();
    }

    private int ReadUpTo(byte[] buffer)
    {
        try
        {
            return _content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (_isGzip && e is InvalidDataException or IOException)
        {
            throw Fault("Expected sound gzip data, but it is damaged or cut off from here on.", inner: e);
        }
    }
}
