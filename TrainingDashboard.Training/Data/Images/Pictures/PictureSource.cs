using System.Formats.Tar;
using System.IO.Compression;
using TrainingDashboard.Training.Data.Files;

namespace TrainingDashboard.Training.Data.Images.Pictures;

/// <summary>Files of pictures, out of a folder or an archive, which can be gone through several times.</summary>
internal abstract class PictureSource
{
    private const int LargestFile = 256 << 20;

    /// <summary>What people call it.</summary>
    public abstract string Title { get; }

    /// <summary>Goes through all files whose paths are asked for, in the same order each time.</summary>
    /// <param name="isWanted">Whether a file's content is needed.</param>
    /// <param name="limits">Bounds of files and of bytes in all.</param>
    /// <exception cref="DatasetFormatException">The archive is damaged, or holds more than allowed.</exception>
    public IEnumerable<PictureFile> Read(Func<string, bool> isWanted, DatasetLimits limits)
    {
        var (files, bytes) = (0, 0L);
        foreach (var (path, length, open) in Entries())
        {
            if (++files > limits.MaxImageFiles)
                throw DatasetFormatException.OfFile(Title, $"Expected at most {limits.MaxImageFiles:N0} files, but there are more.");
            if (IsHidden(path))
                continue;
            if (!isWanted(path))
            {
                yield return new PictureFile(path, null);
                continue;
            }
            if (length > LargestFile)
                throw DatasetFormatException.OfFile($"{Title}: {path}", $"Expected a file of at most {LargestFile:N0} bytes, but this one has {length:N0}.");
            // what an archive says of a length may be wrong, so the bytes that come are counted
            var content = ReadAll(open, Math.Min(LargestFile, limits.MaxUnpackedBytes - bytes), path);
            bytes += content.Length;
            yield return new PictureFile(path, content);
        }
    }

    /// <summary>A folder, without links and hidden files.</summary>
    public static PictureSource Folder(string path, string title) => new FolderSource(path, title);

    /// <summary>A ZIP or TAR archive, the latter perhaps packed with gzip.</summary>
    public static PictureSource Archive(DataFile file) => IsZip(file.Title) ? new ZipSource(file) : new TarSource(file);

    /// <summary>Single files, side by side.</summary>
    public static PictureSource Files(IReadOnlyList<DataFile> files) => new FilesSource(files);

    /// <summary>Whether a file is an archive by its name.</summary>
    public static bool IsArchive(string name) => IsZip(name) || s_tars.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Paths with slashes, lengths as far as known, and what opens each.</summary>
    protected abstract IEnumerable<(string Path, long Length, Func<Stream> Open)> Entries();

    private static readonly string[] s_tars = [".tar", ".tar.gz", ".tgz"];

    private static bool IsZip(string name) => name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static bool IsHidden(string path) =>
        path.Split('/').Any(part => part.StartsWith('.') || part is "__MACOSX" or "Thumbs.db");

    private byte[] ReadAll(Func<Stream> open, long most, string path)
    {
        try
        {
            using var stream = open();
            using var content = new MemoryStream();
            var buffer = new byte[1 << 16];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (content.Length + read > most)
                    throw DatasetFormatException.OfFile(Title, "Expected fewer bytes once unpacked, but the files hold more than allowed.");
                content.Write(buffer, 0, read);
            }
            return content.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not FileNotFoundException)
        {
            throw DatasetFormatException.OfFile($"{Title}: {path}", "Expected a sound archive, but it is damaged or cut off here.");
        }
    }

    private sealed class FolderSource(string folder, string title) : PictureSource
    {
        private static readonly EnumerationOptions s_options = new()
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 8,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };

        public override string Title => title;

        protected override IEnumerable<(string Path, long Length, Func<Stream> Open)> Entries() =>
            new DirectoryInfo(folder).EnumerateFiles("*", s_options)
                .Select(file => (Path: Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.Length, Open: (Func<Stream>)(() => OpenPlain(file))))
                .OrderBy(file => file.Path, StringComparer.Ordinal);

        // Pipes and devices have no length, and opening one could wait for ever.
        private static Stream OpenPlain(FileInfo file) => file.Length == 0 ? Stream.Null : file.OpenRead();
    }

    private sealed class ZipSource(DataFile file) : PictureSource
    {
        public override string Title => file.Title;

        protected override IEnumerable<(string Path, long Length, Func<Stream> Open)> Entries()
        {
            using var content = file.OpenRaw(new DatasetLimits { MaxFileBytes = long.MaxValue });
            ZipArchive archive;
            try
            {
                archive = new ZipArchive(content, ZipArchiveMode.Read);
            }
            catch (InvalidDataException e)
            {
                throw DatasetFormatException.AtByte(file.Title, 0, "Expected a ZIP archive, but it is damaged or something else.", e);
            }
            using (archive)
            {
                foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
                    yield return (entry.FullName.Replace('\\', '/'), entry.Length, entry.Open);
            }
        }
    }

    private sealed class TarSource(DataFile file) : PictureSource
    {
        public override string Title => file.Title;

        protected override IEnumerable<(string Path, long Length, Func<Stream> Open)> Entries()
        {
            using var stream = file.Open(new DatasetLimits { MaxFileBytes = long.MaxValue, MaxUnpackedBytes = long.MaxValue });
            using var reader = new TarReader(stream);
            while (Next(reader) is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.DataStream is { } content)
                    yield return (entry.Name.Replace('\\', '/'), entry.Length, () => content);
            }
        }

        private TarEntry? Next(TarReader reader)
        {
            try
            {
                return reader.GetNextEntry();
            }
            catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException or IOException)
            {
                throw DatasetFormatException.OfFile(file.Title, "Expected a TAR archive, but it is damaged, cut off or something else.");
            }
        }
    }

    private sealed class FilesSource(IReadOnlyList<DataFile> files) : PictureSource
    {
        public override string Title => files[0].Title;

        protected override IEnumerable<(string Path, long Length, Func<Stream> Open)> Entries() =>
            files.OrderBy(file => file.Title, StringComparer.Ordinal)
                .Select(file => (file.PlainTitle, new FileInfo(file.Path).Length, (Func<Stream>)(() => file.Open(new DatasetLimits { MaxUnpackedBytes = LargestFile }))));
    }
}

/// <summary>A file of a source.</summary>
/// <param name="Path">With slashes.</param>
/// <param name="Content">Its bytes; null where they were not asked for.</param>
internal sealed record PictureFile(string Path, byte[]? Content);
