using System.Buffers.Binary;
using System.Globalization;

namespace TrainingDashboard.Training.Data.Images.Idx;

/// <summary>Reads a pair of IDX files, plain or gzip: images of bytes and a label for each, as MNIST comes.</summary>
public static class IdxImages
{
    internal const uint LabelsMagic = 0x0801;
    internal const uint ShortLabelsMagic = 0x0B01;
    internal const uint GreyMagic = 0x0803;
    internal const uint ChannelsMagic = 0x0804;
    private const int MaxChannels = 16;

    /// <summary>Reads both files wholly.</summary>
    /// <param name="images">Magic 0x00000803 with count × rows × columns, or 0x00000804 with count × channels × rows × columns. Seekable; not closed.</param>
    /// <param name="imagesName">Name for faults.</param>
    /// <param name="labels">Magic 0x00000801, or 0x00000B01 with two bytes a label, with count. Seekable; not closed.</param>
    /// <param name="labelsName">Name for faults.</param>
    /// <param name="limits">Bounds; null takes the defaults.</param>
    /// <param name="cancellationToken">Looked at between the files.</param>
    /// <returns>Classes are the labels that occur, ascending, named by their number.</returns>
    /// <exception cref="DatasetFormatException">A file is refused; says where and why.</exception>
    public static ImageDataset Read(
        Stream images, string imagesName, Stream labels, string labelsName, DatasetLimits? limits = null, CancellationToken cancellationToken = default) =>
        ToDataset(ReadPair(images, imagesName, labels, labelsName, (limits ??= new DatasetLimits()).MinRows, limits, cancellationToken), null, null, labelsName, limits);

    /// <summary>Reads both files wholly, with the labels as they are.</summary>
    /// <inheritdoc cref="Read"/>
    /// <param name="images">As of <see cref="Read"/>.</param>
    /// <param name="imagesName">Name for faults.</param>
    /// <param name="labels">As of <see cref="Read"/>.</param>
    /// <param name="labelsName">Name for faults.</param>
    /// <param name="least">Images that there must be at least.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellationToken">Looked at between the files.</param>
    internal static IdxPair ReadPair(
        Stream images, string imagesName, Stream labels, string labelsName, int least, DatasetLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var imagesReader = new IdxReader(images, imagesName, limits);
        using var labelsReader = new IdxReader(labels, labelsName, limits);
        var (count, shape) = ReadImagesHeader(imagesReader, least, limits);
        var labelBytes = ReadLabelsHeader(labelsReader, count, imagesName);
        // Labels first: they are small, and most faulty pairs already differ in their counts.
        var bytes = labelsReader.ReadRest((long)count * labelBytes);
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = labelBytes == 1 ? bytes[i] : BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * i));
        cancellationToken.ThrowIfCancellationRequested();
        return new IdxPair(shape, imagesReader.ReadRest((long)count * shape.Size), numbers);
    }

    /// <summary>Makes a dataset of a pair, and perhaps one for testing.</summary>
    /// <param name="learn">What is learnt from.</param>
    /// <param name="test">What is kept for testing; null for nothing.</param>
    /// <param name="names">What each label means; null where it is a number and no more.</param>
    /// <param name="labelsName">Name for faults.</param>
    /// <param name="limits">Bounds.</param>
    internal static ImageDataset ToDataset(IdxPair learn, IdxPair? test, IReadOnlyList<string>? names, string labelsName, DatasetLimits limits)
    {
        if (test is not null && test.Shape != learn.Shape)
        {
            throw DatasetFormatException.OfFile(labelsName,
                $"Expected images for testing of {learn.Shape.Channels} × {learn.Shape.Height} × {learn.Shape.Width}, as those to learn from, but they have {test.Shape.Channels} × {test.Shape.Height} × {test.Shape.Width}.");
        }
        int[] labels = [.. learn.Labels, .. test?.Labels ?? []];
        var numbers = labels.Distinct().Order().ToArray();
        if (numbers.Length < 2)
            throw DatasetFormatException.AtByte(labelsName, 8, $"Expected at least two different labels, but every image has {numbers[0]}.");
        if (numbers.Length > limits.MaxClasses)
            throw DatasetFormatException.AtByte(labelsName, 8, $"Expected at most {limits.MaxClasses} different labels, but there are {numbers.Length}.");
        if (names is not null && numbers[^1] >= names.Count)
            throw DatasetFormatException.AtByte(labelsName, 8, $"Expected labels from 0 to {names.Count - 1}, but {numbers[^1]} came.");
        if ((long)labels.Length * learn.Shape.Size > limits.MaxPreparedValues)
            throw DatasetFormatException.OfFile(labelsName, string.Create(CultureInfo.InvariantCulture, $"Expected at most {limits.MaxPreparedValues:N0} values in all images, but there are more."));
        var index = numbers.Select((number, i) => (number, i)).ToDictionary();
        return new ImageDataset
        {
            Shape = learn.Shape,
            Pixels = test is null ? learn.Pixels : [.. learn.Pixels, .. test.Pixels],
            Labels = Array.ConvertAll(labels, label => index[label]),
            ClassNames = [.. numbers.Select(number => names?[number] ?? number.ToString(CultureInfo.InvariantCulture))],
            TestRows = test is null ? [] : [.. Enumerable.Range(learn.Labels.Length, test.Labels.Length)],
        };
    }

    private static (int Count, SampleShape Shape) ReadImagesHeader(IdxReader reader, int least, DatasetLimits limits)
    {
        var magic = reader.ReadHeader("the magic number of IDX images");
        if (magic is not (GreyMagic or ChannelsMagic))
        {
            throw reader.Fault($"Expected the magic number of IDX images, 0x00000803 or 0x00000804, but 0x{Hex(magic)} came."
                + (magic == LabelsMagic ? " This is a file of labels." : ""), back: 4);
        }
        var count = Dimension(reader, "images", least, limits.MaxRows);
        var channels = magic == ChannelsMagic ? Dimension(reader, "channels", 1, MaxChannels) : 1;
        var rows = Dimension(reader, "rows of pixels", 1, limits.MaxImageSidePixels);
        var columns = Dimension(reader, "columns of pixels", 1, limits.MaxImageSidePixels);
        var values = (long)count * channels * rows * columns;
        if (values > limits.MaxPreparedValues)
            throw reader.Fault(string.Create(CultureInfo.InvariantCulture, $"Expected at most {limits.MaxPreparedValues:N0} values in all images, but the dimensions make {values:N0}."), back: 4);
        return (count, new SampleShape(channels, rows, columns));
    }

    /// <returns>Bytes of a label.</returns>
    private static int ReadLabelsHeader(IdxReader reader, int imageCount, string imagesName)
    {
        var magic = reader.ReadHeader("the magic number of IDX labels");
        if (magic is not (LabelsMagic or ShortLabelsMagic))
        {
            throw reader.Fault($"Expected the magic number of IDX labels, 0x00000801, but 0x{Hex(magic)} came."
                + (magic is GreyMagic or ChannelsMagic ? " This is a file of images." : ""), back: 4);
        }
        var count = reader.ReadHeader("the number of labels");
        if (count != imageCount)
            throw reader.Fault(string.Create(CultureInfo.InvariantCulture, $"Expected {imageCount:N0} labels, one for each image of {imagesName}, but the header says {count:N0}."), back: 4);
        return magic == LabelsMagic ? 1 : 2;
    }

    private static int Dimension(IdxReader reader, string what, int minimum, int maximum)
    {
        var value = reader.ReadHeader($"the number of {what}");
        return value >= minimum && value <= maximum
            ? (int)value
            : throw reader.Fault(string.Create(CultureInfo.InvariantCulture, $"Expected {minimum:N0} to {maximum:N0} {what}, but the header says {value:N0}."), back: 4);
    }

    private static string Hex(uint value) => value.ToString("X8", CultureInfo.InvariantCulture);
}

/// <summary>Images and their labels as two IDX files have them.</summary>
/// <param name="Shape">The shape of one image.</param>
/// <param name="Pixels">Images one after another: channels, then rows, then columns.</param>
/// <param name="Labels">The number of each image's class.</param>
internal sealed record IdxPair(SampleShape Shape, byte[] Pixels, int[] Labels);
