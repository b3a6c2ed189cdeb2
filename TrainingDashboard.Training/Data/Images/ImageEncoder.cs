using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Images;

/// <summary>Prepares an image.</summary>
/// <param name="shape">The shape of the dataset's images.</param>
/// <param name="prepared">What each of the 256 byte values becomes.</param>
internal sealed class ImageEncoder(SampleShape shape, float[] prepared) : ISampleEncoder
{
    /// <inheritdoc/>
    public float[] Encode(SampleInput input)
    {
        if (input.Pixels is not { } pixels)
            throw new InvalidInputException("pixels", "Expected an image, as this dataset has images.");
        return pixels.Length == shape.Size
            ? Array.ConvertAll(pixels, pixel => prepared[pixel])
            : throw new InvalidInputException("pixels", $"Expected {shape.Channels} × {shape.Height} × {shape.Width} bytes, which are {shape.Size}, got {pixels.Length}.");
    }
}
