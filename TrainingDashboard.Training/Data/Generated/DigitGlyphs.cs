namespace TrainingDashboard.Training.Data.Generated;

/// <summary>The ten digits as strokes of a pen: polylines in a box from (-0.5, -1) to (0.5, 1), y downwards.</summary>
internal static class DigitGlyphs
{
    /// <summary>For each digit its strokes; each stroke is points joined by straight lines.</summary>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)[]>> All { get; } =
    [
        [Arc(0, 0, 0.5, 1, 0, 360)],
        [[(-0.3, -0.6), (0.05, -1), (0.05, 1)]],
        [[.. Arc(0, -0.5, 0.48, 0.5, -170, 35), (-0.5, 1), (0.5, 1)]],
        [[.. Arc(-0.05, -0.52, 0.45, 0.48, -150, 90)], [.. Arc(-0.05, 0.46, 0.52, 0.54, -90, 150)]],
        [[(0.2, 1), (0.2, -1), (-0.5, 0.4), (0.5, 0.4)]],
        [[(0.42, -1), (-0.35, -1), (-0.42, -0.1), .. Arc(-0.05, 0.38, 0.52, 0.6, -110, 145)]],
        [[(0.3, -1), (-0.15, -0.6), (-0.42, 0.0), .. Arc(0, 0.45, 0.47, 0.53, 200, -160)]],
        [[(-0.5, -1), (0.5, -1), (0.1, 0.0), (-0.1, 1)]],
        [Arc(0, -0.5, 0.4, 0.48, 0, 360), Arc(0, 0.5, 0.5, 0.5, 0, 360)],
        [Arc(0, -0.45, 0.46, 0.52, 0, 360), [(0.46, -0.45), (0.4, 0.3), (0.1, 1)]],
    ];

    /// <summary>Points of an ellipse from one angle to another; 0 is right, 90 is down.</summary>
    private static (double X, double Y)[] Arc(double x, double y, double radiusX, double radiusY, double fromDegrees, double toDegrees)
    {
        var parts = (int)Math.Ceiling(Math.Abs(toDegrees - fromDegrees) / 22.5);
        var points = new (double X, double Y)[parts + 1];
        for (var i = 0; i <= parts; i++)
        {
            var angle = double.DegreesToRadians(fromDegrees + ((toDegrees - fromDegrees) * i / parts));
            points[i] = (x + (radiusX * Math.Cos(angle)), y + (radiusY * Math.Sin(angle)));
        }
        return points;
    }
}
