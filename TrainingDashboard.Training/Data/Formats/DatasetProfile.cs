using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables.Profile;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>What a look at a dataset's files shows, and how they are going to be read.</summary>
public sealed record DatasetProfile
{
    /// <summary>What its samples are.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>How its files are written: <c>csv</c>, <c>parquet</c>, <c>idx</c>, <c>text</c> or <c>images</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Rows, images or characters, those for testing included.</summary>
    public required int Samples { get; init; }

    /// <summary>Samples kept for testing.</summary>
    public int TestSamples { get; init; }

    /// <summary>Classes, of a text its different characters; 0 if the target is a number.</summary>
    public required int Classes { get; init; }

    /// <summary>The shape of one prepared sample.</summary>
    public required SampleShape Shape { get; init; }

    /// <summary>How the files are read.</summary>
    public required DatasetReading Reading { get; init; }

    /// <summary>What there is to know or to decide, problems first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>A table's rows and columns; null for others.</summary>
    public TableProfile? Table { get; init; }

    /// <summary>Samples of each class, in class order; empty if the target is a number.</summary>
    public IReadOnlyList<ClassCount> ClassCounts { get; init; } = [];

    /// <summary>At most 24 images; empty for others.</summary>
    public IReadOnlyList<PreviewImage> Images { get; init; } = [];

    /// <summary>How a text begins; null for others.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the dataset can be taken in as it is.</summary>
    public bool IsReady => Problem is null;

    /// <summary>Why it cannot be taken in as it is; null if it can.</summary>
    internal Finding? Problem => Findings.FirstOrDefault(finding => finding.Level == FindingLevel.Problem);
}
