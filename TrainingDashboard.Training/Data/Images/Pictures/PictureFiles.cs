using TrainingDashboard.Training.Data.Images.Idx;

namespace TrainingDashboard.Training.Data.Images.Pictures;

/// <summary>The IDX files that pictures become, those for testing apart from the others.</summary>
/// <param name="folder">Where they are made.</param>
/// <param name="shape">The shape of every image.</param>
internal sealed class PictureFiles(string folder, SampleShape shape) : IDisposable
{
    public const string Images = "images.idx";
    public const string Labels = "labels.idx";
    public const string TestImages = "test-images.idx";
    public const string TestLabels = "test-labels.idx";

    private readonly IdxWriter _learning = new(Path.Combine(folder, Images), Path.Combine(folder, Labels), shape);
    private IdxWriter? _testing;

    public SampleShape Shape => shape;

    public bool HasTest => _testing is not null;

    /// <summary>Images to learn from.</summary>
    public int Learning => _learning.Count;

    public int Count => _learning.Count + (_testing?.Count ?? 0);

    public void Add(ReadOnlySpan<byte> pixels, int label, bool isTest)
    {
        if (isTest)
            _testing ??= new IdxWriter(Path.Combine(folder, TestImages), Path.Combine(folder, TestLabels), shape);
        (isTest ? _testing! : _learning).Add(pixels, label);
    }

    /// <summary>Makes the files whole.</summary>
    public void Complete()
    {
        _learning.Complete();
        _testing?.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _learning.Dispose();
        _testing?.Dispose();
    }
}
