using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Data.Images.Pictures;
using TrainingDashboard.Training.Data.Text;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>Recognises tables, texts, pairs of images and labels, and pictures by their names.</summary>
internal static class DataDirectoryFiles
{
    private const int MaxDepth = 4;
    private const int MaxFiles = 5_000;
    private static readonly string[] s_tables = [".csv", ".tsv", ".parquet", ".data"];
    private static readonly EnumerationOptions s_here = Options(recurse: false);

    /// <summary>Everything that could be registered, by path. Hidden files, links and folders more than four deep are passed over.</summary>
    public static IReadOnlyList<BrowseEntry> Browse(DataDirectory directory)
    {
        if (directory.Root is not { } root)
            return [];
        var entries = new List<BrowseEntry>();
        var files = new DirectoryInfo(root).EnumerateFiles("*", Options(recurse: true)).Where(f => !PictureDecoder.IsNamedSo(f.Name) && directory.Offers(f.FullName)).Take(MaxFiles).ToList();
        string Relative(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

        foreach (var file in files)
        {
            if (KindOf(file.Name) is { } kind)
                entries.Add(new BrowseEntry(Relative(file.FullName), kind, [Relative(file.FullName)], file.Length));
        }
        foreach (var folder in files.GroupBy(f => f.DirectoryName!))
        {
            var pairs = Pairs(folder);
            foreach (var (images, labels) in pairs)
            {
                var path = pairs.Count == 1 && folder.Key != root ? folder.Key : images.FullName;
                entries.Add(new BrowseEntry(
                    Relative(path), DatasetKind.Images, [Relative(images.FullName), Relative(labels.FullName)], images.Length + labels.Length));
            }
            var batches = folder.Where(file => CifarBatch.IsNamedSo(file.Name)).ToList();
            if (batches.Count > 0 && folder.Key != root)
                entries.Add(new BrowseEntry(Relative(folder.Key), DatasetKind.Images, [.. batches.Select(file => Relative(file.FullName))], batches.Sum(file => file.Length)));
        }
        entries.AddRange(PictureFolders(root).Where(directory.Offers).Select(folder => new BrowseEntry(Relative(folder), DatasetKind.Images, [], 0)));
        return [.. entries.OrderBy(e => e.Path, StringComparer.Ordinal)];
    }

    /// <summary>The files that a path means, with what each is where its name tells: one file, or one or two pairs of images and labels.</summary>
    /// <param name="realPath">In the data directory.</param>
    /// <exception cref="InvalidInputException">Field <c>path</c>: a folder with several pairs, or images without labels.</exception>
    public static IReadOnlyList<(FileRole? Role, FileInfo File)> Parts(string realPath)
    {
        if (Directory.Exists(realPath))
        {
            var pairs = PairsIn(realPath);
            var test = pairs.FindIndex(pair => IsForTesting(pair.Images.Name));
            if (pairs.Count == 1)
                return [(FileRole.Main, pairs[0].Images), (FileRole.Labels, pairs[0].Labels)];
            if (pairs.Count == 2 && test >= 0 && !IsForTesting(pairs[1 - test].Images.Name))
            {
                return
                [
                    (FileRole.Main, pairs[1 - test].Images), (FileRole.Labels, pairs[1 - test].Labels),
                    (FileRole.Test, pairs[test].Images), (FileRole.TestLabels, pairs[test].Labels),
                ];
            }
            throw new InvalidInputException("path", $"The folder holds several pairs; choose one by its images: {string.Join(", ", pairs.Select(p => p.Images.Name))}.");
        }
        var file = new FileInfo(realPath);
        if (!IsImages(file.Name))
            return [(null, file)];
        var pair = Pairs(file.Directory!.EnumerateFiles("*", s_here).Take(MaxFiles)).Find(p => p.Images.Name == file.Name);
        return pair.Labels is not null
            ? [(FileRole.Main, pair.Images), (FileRole.Labels, pair.Labels)]
            : throw new InvalidInputException("path", $"Expected a file of labels beside '{file.Name}', named the same with labels and idx1 for images and idx3.");
    }

    /// <summary>The pairs of images and labels in a folder.</summary>
    public static List<(FileInfo Images, FileInfo Labels)> PairsIn(string folder) =>
        Pairs(new DirectoryInfo(folder).EnumerateFiles("*", s_here).Take(MaxFiles));

    private static DatasetKind? KindOf(string fileName)
    {
        var name = DataFile.PlainName(fileName);
        if (PictureSource.IsArchive(fileName))
            return DatasetKind.Images;
        if (TextFile.IsNamedSo(name))
            return DatasetKind.Text;
        return s_tables.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) ? DatasetKind.Table : null;
    }

    /// <summary>Folders whose folders hold pictures, each a class; those of the parts of a dataset together.</summary>
    private static IEnumerable<string> PictureFolders(string root)
    {
        var classes = new DirectoryInfo(root).EnumerateDirectories("*", Options(recurse: true))
            .Where(folder => folder.EnumerateFiles("*", s_here).Any(file => PictureDecoder.IsNamedSo(file.Name)))
            .Select(folder => folder.FullName).ToList();
        var parents = classes.GroupBy(path => Path.GetDirectoryName(path)!).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        return parents.GroupBy(path => Path.GetDirectoryName(path)!)
            .SelectMany(group => group.Count() > 1 && group.Key.Length >= root.Length && group.Any(path => Path.GetFileName(path).StartsWith("train", StringComparison.OrdinalIgnoreCase)) ? [group.Key] : group.AsEnumerable());
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

    // MNIST's own name for the images to test with.
    private static bool IsForTesting(string name) =>
        name.Contains("test", StringComparison.OrdinalIgnoreCase) || name.StartsWith("t10k", StringComparison.OrdinalIgnoreCase);

    // t10k-images.idx3-ubyte and t10k-images-idx3-ubyte.gz are both about; one file of a pair may be compressed.
    private static string Key(string name) => DataFile.PlainName(name).Replace('.', '-');

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
