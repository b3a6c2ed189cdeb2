using System.Buffers.Binary;

namespace TrainingDashboard.Training.Data.Images.Idx;

/// <summary>Writes images and their labels as a pair of IDX files, one image after another.</summary>
internal sealed class IdxWriter : IDisposable
{
    private readonly FileStream _images;
    private readonly FileStream _labels;
    private readonly SampleShape _shape;
    private int _count;

    /// <param name="images">The file of images, which is made anew.</param>
    /// <param name="labels">The file of labels, which is made anew; two bytes for each.</param>
    /// <param name="shape">The shape of every image.</param>
    public IdxWriter(string images, string labels, SampleShape shape)
    {
        _shape = shape;
        _images = MakeAnew(images, 1 << 16);
        try
        {
            _labels = MakeAnew(labels, 1 << 12);
        }
        catch
        {
            _images.Dispose();
            throw;
        }
        WriteHeaders();
    }

    // Nothing is written through a link that lies there.
    private static FileStream MakeAnew(string path, int buffer)
    {
        File.Delete(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, buffer);
    }

    /// <summary>Images so far.</summary>
    public int Count => _count;

    /// <summary>Adds an image.</summary>
    /// <param name="pixels">As many bytes as the shape has.</param>
    /// <param name="label">0 to 65,535.</param>
    public void Add(ReadOnlySpan<byte> pixels, int label)
    {
        Span<byte> number = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(number, checked((ushort)label));
        _images.Write(pixels);
        _labels.Write(number);
        _count++;
    }

    /// <summary>Writes the count where it belongs, and all of it to the disk.</summary>
    public void Complete()
    {
        (_images.Position, _labels.Position) = (0, 0);
        WriteHeaders();
        _images.Flush(flushToDisk: true);
        _labels.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }

    private void WriteHeaders()
    {
        Write(_images, IdxImages.ChannelsMagic, (uint)_count, (uint)_shape.Channels, (uint)_shape.Height, (uint)_shape.Width);
        Write(_labels, IdxImages.ShortLabelsMagic, (uint)_count);
    }

    private static void Write(Stream stream, params ReadOnlySpan<uint> numbers)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            stream.Write(bytes);
        }
    }
}
