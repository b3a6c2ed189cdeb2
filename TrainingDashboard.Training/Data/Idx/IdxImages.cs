using System.Globalization;

namespace TrainingDashboard.Training.Data.Idx;

/// <summary>Reads a pair of IDX files, plain or gzip: images of bytes and a label for each, as MNIST comes.</summary>
public static class IdxImages
{
    private const uint LabelsMagic = 0x0801;
    private const uint GreyMagic = 0x0803;
    private const uint ChannelsMagic = 0x0804;
    private const int MaxChannels = 16;

    /// <summary>Reads both files wholly.</summary>
    /// <param name="images">Magic 0x00000803 with count × rows × columns, or 0x00000804 with count × channels × rows × columns. Seekable; not closed.</param>
    /// <param name="imagesName">Name for faults.</param>
    /// <param name="labels">Magic 0x00000801 with count. Seekable; not closed.</param>
    /// <param name="labelsName">Name for faults.</param>
    /// <param name="limits">Bounds; null takes the defaults.</param>
    /// <param name="cancellationToken">Looked at between the files.</param>
    /// <returns>Classes are the labels that occur, ascending, named by their number.</returns>
    /// <exception cref="DatasetFormatException">A file is refused; says where and why.</exception>
    public static ImageDataset Read(
        Stream images, string imagesName, Stream labels, string labelsName, DatasetLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= new DatasetLimits();
        cancellationToken.ThrowIfCancellationRequested();
        using var imagesReader = new IdxReader(images, imagesName, limits);
        using var labelsReader = new IdxReader(labels, labelsName, limits);
        var (count, shape) = ReadImagesHeader(imagesReader, limits);
        ReadLabelsHeader(labelsReader, count, imagesName);
        // Labels first: they are small, and most faulty pairs already differ in their counts.
        var (classNames, classes) = Classes(labelsReader, labelsReader.ReadRest(count), limits);
        cancellationToken.ThrowIfCancellationRequested();
        var pixels = imagesReader.ReadRest((long)count * shape.Size);
        return new ImageDataset { Shape = shape, Pixels = pixels, Labels = classes, ClassNames = classNames };
    }

    private static (int Count, SampleShape Shape) ReadImagesHeader(IdxReader reader, DatasetLimits limits)
    {
        var magic = reader.ReadHeader("the magic number of IDX images");
        if (magic is not (GreyMagic or ChannelsMagic))
        {
            throw reader.Fault($"Expected the magic number of IDX images, 0x00000803 or 0x00000804, but 0x{Hex(magic)} came."
                + (magic == LabelsMagic ? " This is a file of labels." : ""), back: 4);
        }
        var count = Dimension(reader, "images", limits.MinRows, limits.MaxRows);
        var channels = magic == ChannelsMagic ? Dimension(reader, "channels", 1, MaxChannels) : 1;
        var rows = Dimension(reader, "rows of pixels", 1, limits.MaxImageSidePixels);
        var columns = Dimension(reader, "columns of pixels", 1, limits.MaxImageSidePixels);
        var values = (long)count * channels * rows * columns;
        if (values > limits.MaxPreparedValues)
            throw reader.Fault(string.Create(CultureInfo.InvariantCulture, $"Expected at most {limits.MaxPreparedValues:N0} values in all images, but the dimensions make {values:N0}."), back: 4);
        return (count, new SampleShape(channels, rows, columns));
    }

    private static void ReadLabelsHeader(IdxReader reader, int imageCount, string imagesName)
    {
        var magic = reader.ReadHeader("the magic number of IDX labels");
        if (magic != LabelsMagic)
        {
            throw reader.Fault($"Expected the magic number of IDX labels, 0x00000801, but 0x{Hex(magic)} came."
                + (magic is GreyMagic or ChannelsMagic ? " This is a file of images." : ""), back: 4);
        }
        var count = reader.ReadHeader("the number of labels");
        if (count != imageCount)
            throw reader.Fault(string.Create(CultureInfo.InvariantCulture, $"Expected {imageCount:N0} labels, one for each image of {imagesName}, but the header says {count:N0}."), back: 4);
    }

    private static int Dimension(IdxReader reader, string what, int minimum, int maximum)
    {
        var value = reader.ReadHeader($"the number of {what}");
        return value >= minimum && value <= maximum
            ? (int)value
            : throw reader.Fault(string.Create(CultureInfo.InvariantCulture, $"Expected {minimum:N0} to {maximum:N0} {what}, but the header says {value:N0}."), back: 4);
    }

    private static (string[] Names, int[] Classes) Classes(IdxReader reader, byte[] labels, DatasetLimits limits)
    {
        var seen = new bool[256];
        foreach (var label in labels)
            seen[label] = true;
        var numbers = Enumerable.Range(0, 256).Where(label => seen[label]).ToArray();
        if (numbers.Length < 2)
            throw reader.Fault($"Expected at least two different labels, but every image has {numbers[0]}.", back: labels.Length);
        if (numbers.Length > limits.MaxClasses)
            throw reader.Fault($"Expected at most {limits.MaxClasses} different labels, but there are {numbers.Length}.", back: labels.Length);

        var index = new int[256];
        for (var i = 0; i < numbers.Length; i++)
            index[numbers[i]] = i;
        return ([.. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))], Array.ConvertAll(labels, label => index[label]));
    }

    private static string Hex(uint value) => value.ToString("X8", CultureInfo.InvariantCulture);
}
