using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Training.Data;

/// <summary>A look into a dataset, small enough to send to a page.</summary>
public sealed record DatasetPreview
{
    /// <summary>The dataset.</summary>
    public required string Name { get; init; }

    /// <summary>What its samples are.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>Samples of each class, in class order; empty if the target is a number.</summary>
    public required IReadOnlyList<ClassCount> ClassCounts { get; init; }

    /// <summary>A table's columns in file order; empty for others.</summary>
    public IReadOnlyList<ColumnSummary> Columns { get; init; } = [];

    /// <summary>A table's first rows, at most 10, as they were read; cells longer than 100 characters are cut.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    /// <summary>At most 24 images and 1 MiB, each class in turn; empty for others.</summary>
    public IReadOnlyList<PreviewImage> Images { get; init; } = [];

    /// <summary>How a text begins, at most 2,000 characters; null for others.</summary>
    public string? Text { get; init; }
}

/// <summary>How many samples a class has.</summary>
/// <param name="Name">The class.</param>
/// <param name="Count">Its samples.</param>
public sealed record ClassCount(string Name, int Count);

/// <summary>What a column holds.</summary>
/// <param name="Name">The column.</param>
/// <param name="Type">How it is read.</param>
/// <param name="IsTarget">Whether it is what is learnt.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Levels">Distinct categories; 0 unless categorical.</param>
/// <param name="Minimum">Least number; null unless numeric.</param>
/// <param name="Maximum">Greatest number; null unless numeric.</param>
/// <param name="Mean">Mean of the present numbers; null unless numeric.</param>
public sealed record ColumnSummary(
    string Name, ColumnType Type, bool IsTarget, int Missing, int Levels, double? Minimum, double? Maximum, double? Mean);

/// <summary>One image to draw.</summary>
/// <param name="Shape">Channels, height, width.</param>
/// <param name="Label">Its class.</param>
/// <param name="Pixels">0 to 255: channels, then rows, then columns; base64 in JSON.</param>
public sealed record PreviewImage(SampleShape Shape, string Label, byte[] Pixels);
