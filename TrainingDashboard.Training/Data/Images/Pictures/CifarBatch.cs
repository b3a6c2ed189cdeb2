using System.Text;

namespace TrainingDashboard.Training.Data.Images.Pictures;

/// <summary>
/// The binary batches that CIFAR-10 and CIFAR-100 come in: records of one or two bytes of labels and 3 × 32 × 32 of pixels
/// (<see href="https://www.cs.toronto.edu/~kriz/cifar.html"/>).
/// </summary>
internal sealed record CifarBatch
{
    private const int Pixels = 3 * 32 * 32;
    private static readonly string[] s_classes10 = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The shape of one image.</summary>
    public static SampleShape Shape { get; } = new(3, 32, 32);

    /// <summary>Whether a file is taken for a batch by its name.</summary>
    public static bool IsNamedSo(string path) => Name(path) is var name
        && (name.StartsWith("data_batch", StringComparison.OrdinalIgnoreCase) || name.ToLowerInvariant() is "test_batch.bin" or "train.bin" or "test.bin")
        && name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file has the names of classes.</summary>
    public static bool IsNames(string path) => Name(path) is "batches.meta.txt" or "fine_label_names.txt";

    /// <summary>Whether a batch is for testing.</summary>
    public static bool IsTest(string path) => Name(path).StartsWith("test", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of classes in a file that has them, or CIFAR-10's.</summary>
    public static IReadOnlyList<string> Classes(byte[]? names) => names is null
        ? s_classes10
        : Encoding.UTF8.GetString(names).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Labels and pixels of every record.</summary>
    /// <param name="file">The batch.</param>
    /// <param name="classes">How many classes there are: with more than ten, each record has two labels, of which the second counts.</param>
    /// <exception cref="DatasetFormatException">Its length does not fit, or a label is too large.</exception>
    public static IEnumerable<(int Label, ReadOnlyMemory<byte> Planes)> Records(PictureFile file, int classes)
    {
        var content = file.Content!;
        var labels = classes > s_classes10.Length ? 2 : 1;
        var size = labels + Pixels;
        if (content.Length == 0 || content.Length % size != 0)
            throw DatasetFormatException.AtByte(file.Path, content.Length, $"Expected records of {size:N0} bytes each, as CIFAR-{(labels == 1 ? 10 : 100)} has, but the file has {content.Length:N0} bytes.");
        for (var at = 0; at < content.Length; at += size)
        {
            var label = content[at + labels - 1];
            if (label >= classes)
                throw DatasetFormatException.AtByte(file.Path, at + labels - 1, $"Expected a label from 0 to {classes - 1}, but {label} came.");
            yield return (label, content.AsMemory(at + labels, Pixels));
        }
    }

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
