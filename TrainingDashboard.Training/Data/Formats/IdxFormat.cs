using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Images.Idx;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>Images and labels in a pair of IDX files, and perhaps another pair for testing.</summary>
/// <param name="name">What the format is called.</param>
internal sealed class IdxFormat(string name) : IDatasetFormat
{
    public string Name => name;

    public DatasetKind Kind => DatasetKind.Images;

    public DatasetProfile Examine(FileSet files, DatasetChoices choices, DatasetLimits limits, CancellationToken cancellationToken)
    {
        ChoicesCheck.Check(choices, Kind);
        return Examine(files, [], null, choices, limits, cancellationToken);
    }

    /// <summary>The same, of files whose labels have names, and of which something is known already.</summary>
    public DatasetProfile Examine(
        FileSet files, IReadOnlyList<Finding> findings, IReadOnlyList<string>? classNames, DatasetChoices choices, DatasetLimits limits, CancellationToken cancellationToken)
    {
        var fraction = files.Test is null ? choices.TestFraction ?? 0 : 0;
        var reading = new DatasetReading { ClassNames = classNames, TestFraction = fraction };
        var images = (Images.ImageDataset)Load(files, reading, limits, cancellationToken);
        var preview = DatasetSummary.Preview(images, "");
        return new DatasetProfile
        {
            Kind = Kind,
            Format = name,
            Samples = images.Count,
            TestSamples = files.Test is null ? TestShare.Count(images.Count, fraction) : images.TestRows.Length,
            Classes = images.ClassNames.Count,
            Shape = images.Shape,
            Reading = reading,
            Findings = findings,
            ClassCounts = preview.ClassCounts,
            Images = preview.Images,
        };
    }

    public Dataset Load(FileSet files, DatasetReading reading, DatasetLimits limits, CancellationToken cancellationToken)
    {
        var learn = ReadPair(files.Main, files.Labels!, limits.MinRows, limits, cancellationToken);
        var test = files is { Test: { } images, TestLabels: { } labels } ? ReadPair(images, labels, least: 1, limits, cancellationToken) : null;
        return IdxImages.ToDataset(learn, test, reading.ClassNames, files.Labels!.Title, limits);
    }

    private static IdxPair ReadPair(Files.DataFile images, Files.DataFile labels, int least, DatasetLimits limits, CancellationToken cancellationToken)
    {
        using var first = images.OpenRaw(limits);
        using var second = labels.OpenRaw(limits);
        return IdxImages.ReadPair(first, images.Title, second, labels.Title, least, limits, cancellationToken);
    }
}
