using System.Diagnostics;

namespace TrainingDashboard.Training.Data.Images;

/// <summary>Images of one size in memory, one byte for each channel of a pixel.</summary>
public sealed class ImageDataset : Dataset
{
    /// <inheritdoc/>
    public override DatasetKind Kind => DatasetKind.Images;

    /// <summary>The shape of one image.</summary>
    public required SampleShape Shape { get; init; }

    /// <summary>Images one after another, 0 to 255: channels, then rows, then columns.</summary>
    public required byte[] Pixels { get; init; }

    /// <summary>Class of each image, an index into <see cref="ClassNames"/>.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Images.</summary>
    public int Count => Labels.Length;

    /// <summary>The bytes of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * Shape.Size, Shape.Size);

    /// <inheritdoc/>
    /// <remarks>Bytes are scaled to 0..1, then standardised by the mean and deviation of all the training part's pixels.</remarks>
    public override TrainingData Prepare(double validationFraction, long seed)
    {
        var split = DatasetSplit.Stratified(Labels, ClassNames.Count, validationFraction, seed, TestRows);
        var prepared = PreparedValues(split.Train);
        var features = new float[Pixels.Length];
        for (var i = 0; i < features.Length; i++)
            features[i] = prepared[Pixels[i]];
        return new TrainingData
        {
            Shape = Shape,
            Features = features,
            Labels = [.. Labels],
            Targets = [],
            ClassNames = ClassNames,
            TrainRows = split.Train,
            ValidationRows = split.Validation,
            TestRows = TestRows,
            Encoder = new ImageEncoder(Shape, prepared),
        };
    }

    /// <inheritdoc/>
    internal override int[] ChooseTestRows(double fraction) => DatasetSplit.ForTesting(Labels, ClassNames.Count, fraction);

    /// <summary>What each of the 256 byte values becomes; a histogram makes mean and deviation exact and quick.</summary>
    private float[] PreparedValues(int[] trainRows)
    {
        var histogram = new long[256];
        foreach (var row in trainRows)
        {
            foreach (var pixel in Image(row))
                histogram[pixel]++;
        }
        var (total, mean) = (0L, 0.0);
        for (var value = 0; value < 256; value++)
        {
            total += histogram[value];
            mean += histogram[value] * (value / 255.0);
        }
        Debug.Assert(total > 0, "Each part of a split has a row.");
        mean /= total;

        var variance = 0.0;
        for (var value = 0; value < 256; value++)
            variance += histogram[value] * Math.Pow((value / 255.0) - mean, 2);
        var scale = new Scale(mean, Math.Sqrt(variance / total) is > 1e-9 and var deviation ? deviation : 1);
        var prepared = new float[256];
        for (var value = 0; value < 256; value++)
            prepared[value] = scale.Apply(value / 255.0);
        return prepared;
    }
}
