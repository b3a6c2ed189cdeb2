using TrainingDashboard.Training.Data.Images;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Data.Generated;

/// <summary>Digits drawn by a shaky pen, so that there are images to learn from on a machine that has none.</summary>
public static class DrawnDigits
{
    /// <summary>Images, a tenth of each digit.</summary>
    public const int Count = 4_000;

    /// <summary>Height and width in pixels.</summary>
    public const int Side = 28;

    private const long Seed = 20_240_602;

    /// <summary>Draws them: pale strokes on black, 1 × 28 × 28, each shifted, turned, scaled, slanted and noisy in its own way. Always the same.</summary>
    public static ImageDataset Create()
    {
        var random = new RandomSource(Seed);
        var shape = new SampleShape(1, Side, Side);
        var pixels = new byte[Count * shape.Size];
        var labels = new int[Count];
        var ink = new float[shape.Size];
        for (var i = 0; i < Count; i++)
        {
            labels[i] = i % 10;
            Array.Clear(ink);
            Draw(DigitGlyphs.All[labels[i]], ink, random);
            Expose(ink, pixels.AsSpan(i * shape.Size, shape.Size), random);
        }
        return new ImageDataset { Shape = shape, Pixels = pixels, Labels = labels, ClassNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] };
    }

    private static void Draw(IReadOnlyList<(double X, double Y)[]> strokes, float[] ink, RandomSource random)
    {
        var angle = random.NextDouble(-0.22, 0.22);
        var slant = random.NextDouble(-0.25, 0.25);
        var (width, height) = (random.NextDouble(7.5, 11.5), random.NextDouble(7.5, 10));
        var (shiftX, shiftY) = (random.NextDouble(-2.5, 2.5), random.NextDouble(-2, 2));
        var radius = random.NextDouble(0.8, 1.7);
        var (sin, cos) = Math.SinCos(angle);
        foreach (var stroke in strokes)
        {
            var previous = (X: 0.0, Y: 0.0);
            for (var i = 0; i < stroke.Length; i++)
            {
                // Each point trembles by a fraction of a pixel, so no two drawings have the same line.
                var x = (stroke[i].X * width) + (stroke[i].Y * height * slant) + (random.NextGaussian() * 0.3);
                var y = (stroke[i].Y * height) + (random.NextGaussian() * 0.3);
                var point = (X: (x * cos) - (y * sin) + shiftX + (Side / 2.0), Y: (x * sin) + (y * cos) + shiftY + (Side / 2.0));
                if (i > 0)
                    DrawLine(previous, point, radius, ink);
                previous = point;
            }
        }
    }

    /// <summary>Inks the pixels whose centre is within the pen's radius of the line, those at its edge in part.</summary>
    private static void DrawLine((double X, double Y) from, (double X, double Y) to, double radius, float[] ink)
    {
        var reach = radius + 1;
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var lengthSquared = Math.Max((dx * dx) + (dy * dy), 1e-9);
        var (left, right) = (Pixel(Math.Min(from.X, to.X) - reach), Pixel(Math.Max(from.X, to.X) + reach));
        var (top, bottom) = (Pixel(Math.Min(from.Y, to.Y) - reach), Pixel(Math.Max(from.Y, to.Y) + reach));
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var (x, y) = (column + 0.5 - from.X, row + 0.5 - from.Y);
                var along = Math.Clamp(((x * dx) + (y * dy)) / lengthSquared, 0, 1);
                var distance = Math.Sqrt(Math.Pow(x - (along * dx), 2) + Math.Pow(y - (along * dy), 2));
                ref var pixel = ref ink[(row * Side) + column];
                pixel = Math.Max(pixel, (float)Math.Clamp(radius + 0.5 - distance, 0, 1));
            }
        }
    }

    private static void Expose(float[] ink, Span<byte> pixels, RandomSource random)
    {
        var brightness = random.NextDouble(190, 255);
        for (var i = 0; i < ink.Length; i++)
        {
            var noise = (random.NextSingle() + random.NextSingle() - 1) * 30;
            pixels[i] = (byte)Math.Clamp((ink[i] * brightness) + noise, 0, 255);
        }
    }

    private static int Pixel(double position) => Math.Clamp((int)Math.Floor(position), 0, Side - 1);
}
