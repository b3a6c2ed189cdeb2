using System.IO.Compression;
using TrainingDashboard.Training.Files;

namespace TrainingDashboard.Training.Data.Files;

/// <summary>A dataset's file on the disk, which may be compressed with gzip.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Title">What people call it in faults.</param>
internal sealed record DataFile(string Path, string Title)
{
    /// <summary>The title without <c>.gz</c>, which says what is in it.</summary>
    public string PlainTitle => PlainName(Title);

    /// <summary>A file's name without <c>.gz</c>.</summary>
    public static string PlainName(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;

    /// <summary>Opens it for reading from its beginning, unpacked; no more than the limits allow can be read of it.</summary>
    /// <exception cref="DatasetFormatException">It is empty or larger than allowed; while reading: it is damaged, or too large unpacked.</exception>
    public Stream Open(DatasetLimits limits)
    {
        var file = OpenRaw(limits);
        try
        {
            Span<byte> magic = stackalloc byte[2];
            var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            return isGzip ? new BoundedStream(new GZipStream(file, CompressionMode.Decompress), Title, limits.MaxUnpackedBytes) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens it as it lies on the disk.</summary>
    /// <exception cref="DatasetFormatException">It is empty or larger than allowed.</exception>
    /// <exception cref="NotPlainFileException">It is a link.</exception>
    public FileStream OpenRaw(DatasetLimits limits)
    {
        if (new FileInfo(Path) is { Exists: true, LinkTarget: null, Length: 0 })
            throw DatasetFormatException.AtByte(Title, 0, "Expected a file with something in it, but it is empty, or a pipe or a device.");
        var file = PlainFile.OpenRead(Path, System.IO.Path.GetDirectoryName(Path)!, FileShare.Read, FileOptions.SequentialScan);
        try
        {
            if (file.Length > limits.MaxFileBytes)
                throw DatasetFormatException.AtByte(Title, 0, $"Expected a file of at most {limits.MaxFileBytes:N0} bytes, but this one has {file.Length:N0}.");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Ends with a fault where a compressed file turns out larger than allowed, or damaged.</summary>
    private sealed class BoundedStream(Stream inner, string title, long limit) : ReadOnlyStream
    {
        private long _read;

        public override int Read(Span<byte> buffer)
        {
            int count;
            try
            {
                count = inner.Read(buffer);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw DatasetFormatException.AtByte(title, _read, "Expected sound gzip data, but it is damaged or cut off from here on.", e);
            }
            _read += count;
            return _read <= limit
                ? count
                : throw DatasetFormatException.AtByte(title, limit, $"Expected at most {limit:N0} bytes once unpacked, but the file holds more.");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
