using System.Numerics.Tensors;
using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// The patches of an image as a matrix ("im2col"): one row for each place in a patch (channel, row, column), one
/// column for each position of the patch. Positions are counted along the rows of the image <em>with</em> its border,
/// so that each row of the matrix is one unbroken run of the bordered image; the last few positions of each image row
/// reach over the edge and mean nothing.
/// </summary>
/// <param name="shape">One image: C × H × W.</param>
/// <param name="kernel">Height and width of a patch; odd.</param>
internal sealed class PatchGrid(SampleShape shape, int kernel)
{
    private readonly float[] _bordered =
        new float[shape.Channels * (shape.Height + kernel - 1) * (shape.Width + kernel - 1)];

    private readonly float[] _patches = new float[shape.Channels * kernel * kernel * PositionsOf(shape, kernel)];

    /// <summary>Numbers in one patch: C·K·K, the matrix's rows.</summary>
    public int PatchSize => shape.Channels * kernel * kernel;

    /// <summary>Distance between the positions of two image rows.</summary>
    public int RowLength => shape.Width + kernel - 1;

    /// <summary>The matrix's columns; position (y, x) is <c>(y * RowLength) + x</c>.</summary>
    public int Positions { get; } = PositionsOf(shape, kernel);

    private int PlaneLength => (shape.Height + kernel - 1) * RowLength;

    /// <summary>The matrix of an image, PatchSize × Positions. Valid until the next call; may be written to.</summary>
    public Span<float> Gather(ReadOnlySpan<float> image)
    {
        // the border stays 0: Scatter clears what it leaves
        for (var row = 0; row < shape.Channels * shape.Height; row++)
            image.Slice(row * shape.Width, shape.Width).CopyTo(InBordered(row));
        for (var i = 0; i < PatchSize; i++)
            _bordered.AsSpan(Start(i), Positions).CopyTo(_patches.AsSpan(i * Positions));
        return _patches;
    }

    /// <summary>Sets each pixel to the sum of what the matrix holds in its places.</summary>
    public void Scatter(Span<float> image)
    {
        Array.Clear(_bordered);
        for (var i = 0; i < PatchSize; i++)
        {
            var run = _bordered.AsSpan(Start(i), Positions);
            TensorPrimitives.Add(run, _patches.AsSpan(i * Positions, Positions), run);
        }

        for (var row = 0; row < shape.Channels * shape.Height; row++)
            InBordered(row).CopyTo(image[(row * shape.Width)..]);
        Array.Clear(_bordered);
    }

    /// <summary>The columns of such a matrix.</summary>
    public static int PositionsOf(SampleShape shape, int kernel)
        => ((shape.Height - 1) * (shape.Width + kernel - 1)) + shape.Width;

    private int Start(int place)
    {
        var (channel, inPlane) = Math.DivRem(place, kernel * kernel);
        var (y, x) = Math.DivRem(inPlane, kernel);
        return (channel * PlaneLength) + (y * RowLength) + x;
    }

    // rows are counted over all channels
    private Span<float> InBordered(int row)
    {
        var (channel, y) = Math.DivRem(row, shape.Height);
        return _bordered.AsSpan(
            (channel * PlaneLength) + ((y + (kernel / 2)) * RowLength) + (kernel / 2), shape.Width);
    }
}
