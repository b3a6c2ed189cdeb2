using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace TrainingDashboard.Training.Data.Images.Pictures;

/// <summary>Reads pictures in the formats that people keep them in.</summary>
internal static class PictureDecoder
{
    private const long MostPixels = 50_000_000;

    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".ppm", ".pgm"];

    private static readonly Configuration s_formats = new(
        new PngConfigurationModule(), new JpegConfigurationModule(), new BmpConfigurationModule(),
        new GifConfigurationModule(), new WebpConfigurationModule(), new PbmConfigurationModule());

    /// <summary>Whether a file is taken for a picture by its name.</summary>
    public static bool IsNamedSo(string path) => s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a picture's header says.</summary>
    /// <exception cref="PictureException">It is broken, or larger than allowed.</exception>
    public static PictureHeader Look(byte[] content, DatasetLimits limits) => Guarded(() =>
    {
        using var stream = new MemoryStream(content);
        var info = Image.Identify(s_formats, stream, out var format) ?? throw new PictureException("it is in no format that is known");
        if (info.Width > limits.MaxImageSidePixels * 4 || info.Height > limits.MaxImageSidePixels * 4 || (long)info.Width * info.Height > MostPixels)
            throw new PictureException($"it has {info.Width:N0} × {info.Height:N0} pixels, more than allowed");
        var (isPng, isJpeg) = (format is PngFormat, format is JpegFormat);
        var colours = isPng ? info.Metadata.GetPngMetadata().ColorType : null;
        return new PictureHeader(
            info.Width,
            info.Height,
            IsGrey: (isPng && colours is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha)
                || (isJpeg && info.Metadata.GetJpegMetadata().ColorType == JpegColorType.Luminance),
            HasAlpha: isPng && colours is PngColorType.RgbWithAlpha or PngColorType.GrayscaleWithAlpha);
    });

    /// <summary>A picture's pixels: channels, then rows, then columns.</summary>
    /// <param name="content">The file.</param>
    /// <param name="shape">What it is brought to: one channel is grey, three are red, green and blue.</param>
    /// <exception cref="PictureException">It is broken.</exception>
    public static byte[] Decode(byte[] content, SampleShape shape) => Guarded(() =>
    {
        using var stream = new MemoryStream(content);
        using var image = Image.Load<Rgba32>(s_formats, stream);
        image.Mutate(steps => steps.AutoOrient().BackgroundColor(Color.White));
        return ToPixels(image, shape);
    });

    /// <summary>The same of pixels that are decoded already.</summary>
    /// <param name="planes">Channels, then rows, then columns.</param>
    /// <param name="from">Their shape: one or three channels.</param>
    /// <param name="shape">What they are brought to.</param>
    public static byte[] Convert(ReadOnlySpan<byte> planes, SampleShape from, SampleShape shape)
    {
        if (from == shape)
            return planes.ToArray();
        using var image = new Image<Rgba32>(from.Width, from.Height);
        var size = from.Width * from.Height;
        var (green, blue) = from.Channels == 1 ? (0, 0) : (size, 2 * size);
        for (var y = 0; y < from.Height; y++)
        {
            for (var x = 0; x < from.Width; x++)
            {
                var at = (y * from.Width) + x;
                image[x, y] = new Rgba32(planes[at], planes[at + green], planes[at + blue]);
            }
        }
        return ToPixels(image, shape);
    }

    private static byte[] ToPixels(Image<Rgba32> image, SampleShape shape)
    {
        if (image.Width != shape.Width || image.Height != shape.Height)
            image.Mutate(steps => steps.Resize(shape.Width, shape.Height));
        var pixels = new byte[shape.Size];
        var size = shape.Width * shape.Height;
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++)
            {
                var row = rows.GetRowSpan(y);
                for (var x = 0; x < row.Length; x++)
                {
                    var at = (y * shape.Width) + x;
                    if (shape.Channels == 1)
                    {
                        pixels[at] = Luma(row[x]);
                        continue;
                    }
                    (pixels[at], pixels[at + size], pixels[at + (2 * size)]) = (row[x].R, row[x].G, row[x].B);
                }
            }
        });
        return pixels;
    }

    // ITU-R BT.601, as JPEG has it
    private static byte Luma(Rgba32 colour) => (byte)Math.Round((0.299 * colour.R) + (0.587 * colour.G) + (0.114 * colour.B));

    // A library for hostile files may fail in more ways than it says.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (PictureException or OutOfMemoryException))
        {
            throw new PictureException($"it is damaged or no picture ({e.Message.Split('\n')[0].Trim().TrimEnd('.')})");
        }
    }
}

/// <summary>What a picture's header says.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsGrey">Whether it holds shades of grey only.</param>
/// <param name="HasAlpha">Whether parts may be transparent.</param>
internal sealed record PictureHeader(int Width, int Height, bool IsGrey, bool HasAlpha);

/// <summary>A picture cannot be read.</summary>
/// <param name="reason">Why, as the end of a sentence that begins with the picture.</param>
internal sealed class PictureException(string reason) : Exception(reason);
