using System.Formats.Tar;
using System.IO.Compression;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace TrainingDashboard.Tests.Data.Images.Pictures;

/// <summary>Makes picture files and archives of them.</summary>
internal static class Picture
{
    public static byte[] Png(int width, int height, byte red, byte green, byte blue) => Save(width, height, new Rgb24(red, green, blue), (image, stream) => image.SaveAsPng(stream));

    public static byte[] Jpeg(int width, int height, byte red, byte green, byte blue) => Save(width, height, new Rgb24(red, green, blue), (image, stream) => image.SaveAsJpeg(stream));

    public static byte[] GreyPng(int width, int height, byte value) => Save(width, height, new L8(value), (image, stream) => image.SaveAsPng(stream));

    public static byte[] Zip(IEnumerable<(string Path, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                using var entry = archive.CreateEntry(path).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static byte[] TarGz(IEnumerable<(string Path, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (var archive = new TarWriter(gzip))
        {
            foreach (var (path, content) in files)
                archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
        }
        return stream.ToArray();
    }

    private static byte[] Save<T>(int width, int height, T colour, Action<Image<T>, Stream> save)
        where T : unmanaged, IPixel<T>
    {
        using var image = new Image<T>(width, height, colour);
        using var stream = new MemoryStream();
        save(image, stream);
        return stream.ToArray();
    }
}
