namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// How a series' pyramid is cut. Points are counted from 0 in order of step; level 0 is the points themselves, each
/// bucket of level 1 covers <see cref="FirstBucket"/> of them, each of a level above four of the level below. Where a
/// bucket or a row begins follows from the count alone, so that the same points make the same rows however they came.
/// </summary>
internal static class PyramidShape
{
    /// <summary>Points in a row of level 0.</summary>
    public const int PointsInRow = 1_024;

    /// <summary>Buckets in a row of the levels above.</summary>
    public const int BucketsInRow = 256;

    /// <summary>Points in a bucket of level 1.</summary>
    public const int FirstBucket = 64;

    /// <summary>Buckets of one level that make one of the next.</summary>
    public const int Fan = 4;

    /// <summary>The highest level.</summary>
    public const int Top = 7;

    /// <summary>Points that a bucket of the level covers.</summary>
    public static long BucketSize(int level) => level == 0 ? 1 : (long)FirstBucket << (2 * (level - 1));

    /// <summary>Buckets of the level below, or points, that make one bucket.</summary>
    public static int Children(int level) => level == 1 ? FirstBucket : Fan;

    /// <summary>Whether a series of so many points has the level; a single bucket would say nothing new.</summary>
    public static bool HasLevel(int level, long points) => level == 0 || points > BucketSize(level);

    /// <summary>Buckets, or points, in a row of the level.</summary>
    public static int InRow(int level) => level == 0 ? PointsInRow : BucketsInRow;
}
