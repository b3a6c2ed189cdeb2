using System.IO.Compression;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Images.Pictures;
using TrainingDashboard.Training.Data.Text;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>What some files are taken for: a format and what each file is in it, or pictures to be imported.</summary>
internal sealed record FormatGuess(IDatasetFormat Format, FileSet? Files, PictureSource? Pictures)
{
    private const int MostFiles = 4;

    /// <summary>Tells by names and first bytes what files hold.</summary>
    /// <param name="files">The files, each with what was said that it is, if something was.</param>
    /// <param name="choices">Says the kind where names mislead.</param>
    /// <exception cref="InvalidInputException">Field <c>files</c>: they do not go together.</exception>
    public static FormatGuess Of(IReadOnlyList<(FileRole? Role, DataFile File)> files, DatasetChoices choices)
    {
        if (files.Any(file => PictureSource.IsArchive(file.File.Title)))
        {
            return files.Count == 1
                ? new FormatGuess(DatasetFormats.Images, null, PictureSource.Archive(files[0].File))
                : throw Refused("Expected an archive of pictures alone.");
        }
        if (files.All(file => CifarBatch.IsNamedSo(file.File.PlainTitle) || CifarBatch.IsNames(file.File.PlainTitle)))
            return new FormatGuess(DatasetFormats.Images, null, PictureSource.Files([.. files.Select(file => file.File)]));
        if (files.Any(file => PictureDecoder.IsNamedSo(file.File.Title)))
            throw Refused("Expected pictures in folders named by their classes: put the folders into a ZIP or TAR archive and upload that.");
        if (files.Count > MostFiles)
            throw Refused($"Expected at most {MostFiles} files, got {files.Count}.");
        var signatures = files.Select(file => (file.Role, file.File, Signature: Signature(file.File))).ToList();
        return signatures.Any(file => file.Signature is Bytes.IdxImages or Bytes.IdxLabels || file.Role is FileRole.Labels or FileRole.TestLabels)
            ? new FormatGuess(DatasetFormats.Idx, IdxSet(signatures), null)
            : OneOrTwo(signatures, choices);
    }

    private static FormatGuess OneOrTwo(List<(FileRole? Role, DataFile File, Bytes Signature)> files, DatasetChoices choices)
    {
        if (files.Count > 2)
            throw Refused("Expected one file, perhaps another one for testing, or images and their labels.");
        var test = files.Count == 1 ? -1 : files.FindIndex(file => file.Role == FileRole.Test);
        if (files.Count == 2 && test < 0)
            test = files.FindIndex(file => IsForTesting(file.File.Title));
        if (files.Count == 2 && (test < 0 || files.TrueForAll(file => IsForTesting(file.File.Title) && file.Role is null)))
            throw Refused($"Expected to be told which of the files is for testing: name it so that its name holds 'test'. They are {files[0].File.Title} and {files[1].File.Title}.");
        var main = files[test == 0 ? 1 : 0];
        var set = new FileSet(main.File, Test: test < 0 ? null : files[test].File);
        if (main.Signature == Bytes.Parquet)
            return new FormatGuess(DatasetFormats.Parquet, set, null);
        var kind = choices.Kind ?? (TextFile.IsNamedSo(main.File.PlainTitle) ? DatasetKind.Text : DatasetKind.Table);
        return kind switch
        {
            DatasetKind.Images => throw new InvalidInputException("kind", $"Expected images in IDX files, in folders of their classes or in an archive, but {main.File.Title} is none of these."),
            DatasetKind.Text => new FormatGuess(DatasetFormats.Text, set, null),
            _ => new FormatGuess(DatasetFormats.Csv, set, null),
        };
    }

    private static FileSet IdxSet(List<(FileRole? Role, DataFile File, Bytes Signature)> files)
    {
        DataFile? main = null, labels = null, test = null, testLabels = null;
        var isOnlyPair = files.Count == 2 && files.TrueForAll(file => file.Role is null);
        foreach (var (role, file, signature) in files)
        {
            var isLabels = role is FileRole.Labels or FileRole.TestLabels || (role is null && (signature == Bytes.IdxLabels || (signature != Bytes.IdxImages && file.Title.Contains("label", StringComparison.OrdinalIgnoreCase))));
            var isTest = role is FileRole.Test or FileRole.TestLabels || (role is null && !isOnlyPair && IsForTesting(file.Title));
            ref var place = ref isLabels ? ref isTest ? ref testLabels : ref labels : ref isTest ? ref test : ref main;
            if (place is not null)
                throw Refused($"Expected one file of {(isLabels ? "labels" : "images")}{(isTest ? " for testing" : "")}, but there are two: {place.Title} and {file.Title}.");
            place = file;
        }
        if (main is null || labels is null)
            throw Refused(main is null ? "Expected a file of images beside the labels." : $"Expected a file of labels beside {main.Title}.");
        return test is null == testLabels is null
            ? new FileSet(main, labels, test, testLabels)
            : throw Refused("Expected images and labels for testing together.");
    }

    // MNIST's own name for the images to test with.
    private static bool IsForTesting(string title) =>
        title.Contains("test", StringComparison.OrdinalIgnoreCase) || title.StartsWith("t10k", StringComparison.OrdinalIgnoreCase);

    private static Bytes Signature(DataFile file)
    {
        if (new FileInfo(file.Path).Length == 0)
            return Bytes.Other;
        using var stream = file.OpenRaw(new DatasetLimits { MaxFileBytes = long.MaxValue });
        var head = new byte[4];
        var length = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        if (length >= 2 && head is [0x1F, 0x8B, ..])
        {
            stream.Position = 0;
            try
            {
                using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
                length = unpacked.ReadAtLeast(head, 4, throwOnEndOfStream: false);
            }
            catch (InvalidDataException)
            {
                return Bytes.Other;
            }
        }
        return length < 4 ? Bytes.Other : head switch
        {
            [0, 0, 8, 3 or 4] => Bytes.IdxImages,
            [0, 0, 8 or 11, 1] => Bytes.IdxLabels,
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1'] => Bytes.Parquet,
            _ => Bytes.Other,
        };
    }

    private static InvalidInputException Refused(string message) => new("files", message);

    /// <summary>What the first bytes of a file say that it is.</summary>
    private enum Bytes
    {
        Other,
        IdxImages,
        IdxLabels,
        Parquet,
    }
}
