namespace TrainingDashboard.Training.Data;

/// <summary>What a dataset may be at most. Everything is checked before memory is taken for it.</summary>
public sealed class DatasetLimits
{
    /// <summary>Bytes of one file as stored or uploaded (a compressed file: compressed). 1 GiB.</summary>
    public long MaxFileBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of one compressed file once it is unpacked, and of all files of an archive together. 2 GiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 2L << 30;

    /// <summary>Files of an archive or a folder of images. 200,000.</summary>
    public int MaxImageFiles { get; init; } = 200_000;

    /// <summary>Data rows of a table, or images. 2,000,000.</summary>
    public int MaxRows { get; init; } = 2_000_000;

    /// <summary>Rows or images a dataset needs at least, to be split at all. 10.</summary>
    public int MinRows { get; init; } = 10;

    /// <summary>Columns of a table. 2,000.</summary>
    public int MaxColumns { get; init; } = 2_000;

    /// <summary>Rows × columns of a table, each of which takes 8 bytes while it is loaded. 50,000,000.</summary>
    public long MaxCells { get; init; } = 50_000_000;

    /// <summary>UTF-8 bytes of one cell. 10,000.</summary>
    public int MaxCellBytes { get; init; } = 10_000;

    /// <summary>Distinct values up to which a text column is taken for categories without being marked. 100.</summary>
    public int MaxInferredLevels { get; init; } = 100;

    /// <summary>Classes of a target, and categories of a column marked categorical; at most 65,000. 1,000.</summary>
    public int MaxClasses { get; init; } = 1_000;

    /// <summary>Samples × numbers in a prepared sample, each of which takes 4 bytes in training. 200,000,000.</summary>
    public long MaxPreparedValues { get; init; } = 200_000_000;

    /// <summary>Height or width of an image. 4,096 pixels.</summary>
    public int MaxImageSidePixels { get; init; } = 4_096;
}
