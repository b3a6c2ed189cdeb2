using System.Globalization;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Images.Idx;

namespace TrainingDashboard.Training.Data.Images.Pictures;

/// <summary>
/// Brings pictures to one size and writes them as IDX files, so that a job that learns from them starts at once. Pictures in folders
/// of their classes, or CIFAR's binary batches.
/// </summary>
/// <param name="source">The pictures.</param>
/// <param name="choices">What a person says of them.</param>
/// <param name="limits">Bounds.</param>
internal sealed class PictureImport(PictureSource source, DatasetChoices choices, DatasetLimits limits)
{
    private const int MostNamed = 3;
    private const int LargestKept = 128;
    private const int ProposedSide = 64;
    private const int SmallSide = 32;

    private readonly List<Finding> _findings = [];
    private readonly List<string> _others = [];
    private readonly List<(string Path, string Reason)> _broken = [];

    /// <summary>Imports everything.</summary>
    /// <param name="folder">Where the files are made: <see cref="PictureFiles"/>.</param>
    /// <param name="cancellationToken">Looked at before each picture.</param>
    /// <exception cref="DatasetFormatException">There are no pictures to learn from, or the archive is damaged.</exception>
    public ImportedPictures Run(string folder, CancellationToken cancellationToken)
    {
        ChoicesCheck.Check(choices, DatasetKind.Images);
        var paths = source.Read(_ => false, limits).Select(file => file.Path).ToList();
        return paths.Any(CifarBatch.IsNamedSo) && !paths.Any(PictureDecoder.IsNamedSo)
            ? RunCifar(paths, folder, cancellationToken)
            : RunFolders(paths, folder, cancellationToken);
    }

    private ImportedPictures RunFolders(List<string> paths, string folder, CancellationToken cancellationToken)
    {
        var pictures = paths.Where(PictureDecoder.IsNamedSo).ToHashSet(StringComparer.Ordinal);
        _others.AddRange(paths.Where(path => !pictures.Contains(path)));
        if (pictures.Count == 0)
            throw DatasetFormatException.OfFile(source.Title, "Expected pictures (PNG, JPEG, BMP, GIF, WebP, PPM) in folders named by their classes, or CIFAR's binary batches, but there are none.");
        var layout = new PictureLayout(pictures);
        var places = pictures.Where(path => layout.Of(path) is not null).ToDictionary(path => path, path => layout.Of(path)!.Value, StringComparer.Ordinal);
        var loose = pictures.Count - places.Count;
        if (places.Count == 0)
            throw DatasetFormatException.OfFile(source.Title, "Expected each picture in a folder named by its class, but the pictures are in no folder.");
        if (loose > 0)
            Say(FindingLevel.Warning, "loose", $"{Count(loose, "picture")} outside the class folders {Are(loose)} skipped, such as {pictures.First(path => !places.ContainsKey(path))}.");
        var classes = places.Values.Select(place => place.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        CheckClasses(classes);

        var headers = Survey(places, cancellationToken);
        var shape = ChooseShape(headers, places.Count - _broken.Count);
        if (_others.Count > 0)
            Say(FindingLevel.Note, "others", $"{Count(_others.Count, "file")} that {(_others.Count == 1 ? "is not a picture is" : "are not pictures are")} skipped, such as {string.Join(", ", _others.Take(MostNamed))}.");
        if (places.Values.Any(place => place.Part == PicturePart.Validation))
            Say(FindingLevel.Note, "validation", "The validation pictures are added to the training pictures: each job holds out a part of its own.");

        var index = classes.Select((name, i) => (name, i)).ToDictionary(StringComparer.Ordinal);
        using var files = new PictureFiles(folder, shape);
        foreach (var file in source.Read(path => headers.ContainsKey(path), limits))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Content is null)
                continue;
            var place = places[file.Path];
            try
            {
                files.Add(PictureDecoder.Decode(file.Content, shape), index[place.Class], place.Part == PicturePart.Testing);
            }
            catch (PictureException e)
            {
                _broken.Add((file.Path, e.Message));
            }
        }
        FindBroken();
        return Finish(files, classes);
    }

    private ImportedPictures RunCifar(List<string> paths, string folder, CancellationToken cancellationToken)
    {
        var names = source.Read(CifarBatch.IsNames, limits).FirstOrDefault(file => file.Content is not null)?.Content;
        var isHundred = names is null && paths.Any(path => Path.GetFileName(path) is "train.bin" or "test.bin");
        var classes = isHundred ? [.. Enumerable.Range(0, 100).Select(label => label.ToString(CultureInfo.InvariantCulture))] : CifarBatch.Classes(names);
        CheckClasses(classes);
        var shape = new SampleShape(choices.Grey == true ? 1 : 3, choices.Height ?? CifarBatch.Shape.Height, choices.Width ?? CifarBatch.Shape.Width);
        using var files = new PictureFiles(folder, shape);
        foreach (var file in source.Read(CifarBatch.IsNamedSo, limits))
        {
            if (file.Content is null)
                continue;
            foreach (var (label, planes) in CifarBatch.Records(file, classes.Count))
            {
                cancellationToken.ThrowIfCancellationRequested();
                files.Add(PictureDecoder.Convert(planes.Span, CifarBatch.Shape, shape), label, CifarBatch.IsTest(file.Path));
                CheckRoom(files.Count, shape);
            }
        }
        return Finish(files, classes);
    }

    private Dictionary<string, PictureHeader> Survey(Dictionary<string, PicturePlace> places, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, PictureHeader>(StringComparer.Ordinal);
        foreach (var file in source.Read(places.ContainsKey, limits))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Content is null)
                continue;
            try
            {
                headers[file.Path] = PictureDecoder.Look(file.Content, limits);
            }
            catch (PictureException e)
            {
                _broken.Add((file.Path, e.Message));
            }
        }
        if (headers.Count == 0)
            throw DatasetFormatException.OfFile($"{source.Title}: {_broken[0].Path}", $"Expected a picture, but {_broken[0].Reason}.");
        var withAlpha = headers.Values.Count(header => header.HasAlpha);
        if (withAlpha > 0)
            Say(FindingLevel.Note, "alpha", $"Transparent parts of {Count(withAlpha, "picture")} are filled with white.");
        return headers;
    }

    private SampleShape ChooseShape(Dictionary<string, PictureHeader> headers, int count)
    {
        var channels = choices.Grey ?? headers.Values.All(header => header.IsGrey) ? 1 : 3;
        if (choices is { Width: { } width, Height: { } height })
            return new SampleShape(channels, height, width);
        var sizes = headers.Values.GroupBy(header => (header.Width, header.Height)).OrderByDescending(group => group.Count()).Select(group => group.Key).ToList();
        var isOne = sizes.Count == 1 && Math.Max(sizes[0].Width, sizes[0].Height) <= LargestKept;
        if (isOne && (long)count * channels * sizes[0].Width * sizes[0].Height <= limits.MaxPreparedValues)
            return new SampleShape(channels, sizes[0].Height, sizes[0].Width);
        var side = (long)count * channels * ProposedSide * ProposedSide <= limits.MaxPreparedValues ? ProposedSide : SmallSide;
        var what = sizes.Count == 1
            ? $"The pictures have {sizes[0].Width} × {sizes[0].Height} pixels"
            : $"The pictures have {sizes.Count:N0} sizes, from {headers.Values.Min(h => h.Width)} × {headers.Values.Min(h => h.Height)} to {headers.Values.Max(h => h.Width)} × {headers.Values.Max(h => h.Height)} pixels";
        var other = side == ProposedSide ? SmallSide : ProposedSide;
        _findings.Add(new Finding(FindingLevel.Warning, "resized", $"{what}: all are resized to {side} × {side}.", null, null, null,
            [new Offer($"Resize to {other} × {other}", new DatasetChoices { Width = other, Height = other })]));
        return new SampleShape(channels, side, side);
    }

    private void CheckClasses(IReadOnlyList<string> classes)
    {
        if (classes.Count < 2)
            throw DatasetFormatException.OfFile(source.Title, $"Expected folders of at least two classes, but there is only '{classes[0]}'.");
        if (classes.Count > limits.MaxClasses)
            throw DatasetFormatException.OfFile(source.Title, $"Expected at most {limits.MaxClasses:N0} classes, but there are {classes.Count:N0}.");
    }

    private void CheckRoom(int count, SampleShape shape)
    {
        if ((long)count * shape.Size > limits.MaxPreparedValues || count > limits.MaxRows)
            throw DatasetFormatException.OfFile(source.Title, string.Create(CultureInfo.InvariantCulture, $"Expected at most {limits.MaxPreparedValues:N0} values in all images, but {shape.Channels} × {shape.Height} × {shape.Width} of each make more. Choose a smaller size."));
    }

    private void FindBroken()
    {
        if (_broken.Count == 0)
            return;
        var which = string.Join("; ", _broken.Take(MostNamed).Select(one => $"{one.Path}: {one.Reason}"));
        if (choices.SkipBad == true)
            Say(FindingLevel.Warning, "broken", $"{Count(_broken.Count, "picture")} {Are(_broken.Count)} skipped. {which}.");
        else
        {
            _findings.Add(new Finding(FindingLevel.Problem, "broken", $"{Count(_broken.Count, "picture")} cannot be read. {which}.", null, null, null,
                [new Offer($"Skip {Count(_broken.Count, "picture")}", new DatasetChoices { SkipBad = true })]));
        }
    }

    private ImportedPictures Finish(PictureFiles files, IReadOnlyList<string> classes)
    {
        if (files.Learning < limits.MinRows)
            throw DatasetFormatException.OfFile(source.Title, $"Expected at least {limits.MinRows} images to learn from, but there {Are(files.Learning)} {files.Learning}.");
        CheckRoom(files.Count, files.Shape);
        files.Complete();
        return new ImportedPictures(files.Shape, classes, files.HasTest, [.. _findings.OrderByDescending(finding => finding.Level)]);
    }

    private void Say(FindingLevel level, string code, string message) => _findings.Add(new Finding(level, code, message, null, null, null, []));

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Are(int count) => count == 1 ? "is" : "are";
}

/// <summary>What an import made.</summary>
/// <param name="Shape">The shape of every image.</param>
/// <param name="ClassNames">What each label means.</param>
/// <param name="HasTest">Whether there are images for testing.</param>
/// <param name="Findings">What there is to know or to decide.</param>
internal sealed record ImportedPictures(SampleShape Shape, IReadOnlyList<string> ClassNames, bool HasTest, IReadOnlyList<Finding> Findings);
