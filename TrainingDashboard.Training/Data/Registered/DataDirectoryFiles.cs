using TrainingDashboard.Training.Data.Text;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>Recognises tables, texts and pairs of images and labels by their names.</summary>
internal static class DataDirectoryFiles
{
    private const int MaxDepth = 4;
    private const int MaxFiles = 5_000;
    private static readonly string[] s_tables = [".csv", ".tsv"];
    private static readonly EnumerationOptions s_here = Options(recurse: false);

    /// <summary>Everything that could be registered, by path. Hidden files, links and folders more than four deep are passed over.</summary>
    public static IReadOnlyList<BrowseEntry> Browse(DataDirectory directory)
    {
        if (directory.Root is not { } root)
            return [];
        var entries = new List<BrowseEntry>();
        var files = new DirectoryInfo(root).EnumerateFiles("*", Options(recurse: true)).Take(MaxFiles).ToList();
        string Relative(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

        foreach (var file in files.Where(f => s_tables.Contains(f.Extension, StringComparer.OrdinalIgnoreCase) || TextFile.IsNamedSo(f.Name)))
            entries.Add(new BrowseEntry(Relative(file.FullName), KindOf(file.Name), [Relative(file.FullName)], file.Length));
        foreach (var folder in files.GroupBy(f => f.DirectoryName!))
        {
            var pairs = Pairs(folder);
            foreach (var (images, labels) in pairs)
            {
                var path = pairs.Count == 1 && folder.Key != root ? folder.Key : images.FullName;
                entries.Add(new BrowseEntry(
                    Relative(path), DatasetKind.Images, [Relative(images.FullName), Relative(labels.FullName)], images.Length + labels.Length));
            }
        }
        return [.. entries.OrderBy(e => e.Path, StringComparer.Ordinal)];
    }

    /// <summary>What a single file is taken for by its name.</summary>
    public static DatasetKind KindOf(string fileName) => TextFile.IsNamedSo(fileName) ? DatasetKind.Text : DatasetKind.Table;

    /// <summary>The pair in a folder, or the pair an images file belongs to; null for a file that stands alone.</summary>
    /// <param name="realPath">In the data directory.</param>
    /// <exception cref="InvalidInputException">Field <c>path</c>: a folder without a pair or with several, or images without labels.</exception>
    public static (FileInfo Images, FileInfo Labels)? FindPair(string realPath)
    {
        if (Directory.Exists(realPath))
        {
            var pairs = Pairs(new DirectoryInfo(realPath).EnumerateFiles("*", s_here).Take(MaxFiles));
            return pairs.Count switch
            {
                1 => pairs[0],
                0 => throw new InvalidInputException("path", "Expected the folder to hold a pair of files such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, but it holds none."),
                _ => throw new InvalidInputException("path", $"The folder holds several pairs; choose one by its images: {string.Join(", ", pairs.Select(p => p.Images.Name))}."),
            };
        }
        var file = new FileInfo(realPath);
        if (!IsImages(file.Name))
            return null;
        var pair = Pairs(file.Directory!.EnumerateFiles("*", s_here).Take(MaxFiles)).Find(p => p.Images.Name == file.Name);
        return pair.Labels is not null
            ? pair
            : throw new InvalidInputException("path", $"Expected a file of labels beside '{file.Name}', named the same with labels and idx1 for images and idx3.");
    }

    private static List<(FileInfo Images, FileInfo Labels)> Pairs(IEnumerable<FileInfo> files)
    {
        var byKey = new Dictionary<string, FileInfo>(StringComparer.OrdinalIgnoreCase);
        var images = new List<FileInfo>();
        foreach (var file in files.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            byKey.TryAdd(Key(file.Name), file);
            if (IsImages(file.Name))
                images.Add(file);
        }
        var pairs = new List<(FileInfo, FileInfo)>();
        foreach (var file in images)
        {
            var labelsKey = Key(file.Name).Replace("images", "labels", StringComparison.OrdinalIgnoreCase)
                .Replace("idx3", "idx1", StringComparison.OrdinalIgnoreCase).Replace("idx4", "idx1", StringComparison.OrdinalIgnoreCase);
            if (byKey.TryGetValue(labelsKey, out var labels))
                pairs.Add((file, labels));
        }
        return pairs;
    }

    // t10k-images.idx3-ubyte and t10k-images-idx3-ubyte.gz are both about; one file of a pair may be compressed.
    private static string Key(string name) => (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name).Replace('.', '-');

    private static bool IsImages(string name) =>
        name.Contains("images", StringComparison.OrdinalIgnoreCase)
        && (name.Contains("idx3", StringComparison.OrdinalIgnoreCase) || name.Contains("idx4", StringComparison.OrdinalIgnoreCase));

    private static EnumerationOptions Options(bool recurse) => new()
    {
        RecurseSubdirectories = recurse,
        MaxRecursionDepth = MaxDepth,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };
}
