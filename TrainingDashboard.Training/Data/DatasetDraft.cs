using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Data.Images.Pictures;
using TrainingDashboard.Training.Data.Registered;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data;

/// <summary>
/// Files that are to become a dataset: received, looked into as often as choices change, and then added to the catalog or thrown away.
/// Not safe to use from several threads at once.
/// </summary>
public sealed class DatasetDraft : IDisposable
{
    private readonly DatasetLimits _limits;
    private readonly WorkLine _reading;
    private readonly TimeProvider _time;
    private readonly List<(FileRole? Role, DatasetFile File, DataFile Data)> _files = [];
    private readonly PictureSource? _folder;
    private (DatasetChoices Choices, ImportedPictures Pictures)? _imported;
    private (DatasetChoices Choices, DatasetProfile Profile)? _examined;

    internal DatasetDraft(string incoming, DatasetOrigin origin, DatasetLimits limits, WorkLine reading, TimeProvider time, PictureSource? folder = null)
    {
        (Incoming, Origin, _limits, _reading, _time, _folder) = (incoming, origin, limits, reading, time, folder);
    }

    /// <summary>Where the files come from.</summary>
    public DatasetOrigin Origin { get; private set; }

    /// <summary>What people call each file, with its size in bytes.</summary>
    public IReadOnlyList<(string Title, long Bytes)> Files => [.. _files.Select(file => (file.File.Title, file.File.Bytes))];

    /// <summary>The folder where the dataset is put together.</summary>
    internal string Incoming { get; }

    /// <summary>Whether the folder has become the dataset's.</summary>
    internal bool IsCommitted { get; set; }

    /// <summary>Takes in a file that somebody sends.</summary>
    /// <param name="upload">The file.</param>
    /// <param name="role">What it is, where the sender says so.</param>
    /// <param name="cancellationToken">Gives up; the draft is then of no more use.</param>
    /// <exception cref="DatasetFormatException">It is too large.</exception>
    public async Task ReceiveAsync(DatasetUpload upload, FileRole? role, CancellationToken cancellationToken)
    {
        var name = $"received-{_files.Count}";
        var file = await DatasetFiles.ReceiveAsync(upload, Incoming, name, _limits, _time, cancellationToken).ConfigureAwait(false);
        _files.Add((role, file, new DataFile(Path.Combine(Incoming, name), file.Title)));
        _examined = null;
    }

    /// <summary>Looks into the files as a whole, when it is their turn: what is unpacked takes memory.</summary>
    /// <param name="choices">What a person says of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="place">Hears the place in the line, 0 when it is their turn; null for nobody.</param>
    /// <exception cref="DatasetFormatException">They are broken; says where and why.</exception>
    /// <exception cref="InvalidInputException">The choices are faulty, or the files do not go together.</exception>
    /// <exception cref="WorkLineFullException">Too many wait already.</exception>
    public async Task<DatasetProfile> ExamineAsync(DatasetChoices choices, CancellationToken cancellationToken, IProgress<int>? place = null)
    {
        if (_examined is { } before && before.Choices == choices)
            return before.Profile;
        using var turn = await _reading.EnterAsync(place, cancellationToken).ConfigureAwait(false);
        var profile = await Task.Run(() => Examine(choices, cancellationToken), cancellationToken).ConfigureAwait(false);
        _examined = (choices, profile);
        return profile;
    }

    /// <summary>Lines of the first file as they are; none if it is no text.</summary>
    /// <param name="encoding">How it is written; null: what its beginning shows.</param>
    /// <param name="from">The first line, from 1.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<TextLine>> LinesAsync(TextEncoding? encoding, int from, int count, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<TextLine>>(
        () =>
        {
            if (_files.Count == 0)
                return [];
            var head = new byte[4];
            using (var stream = _files[0].Data.Open(_limits))
                stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (head.AsSpan().StartsWith("PAR1"u8) || head is [0, 0, ..])
                return [];
            using var text = Utf8Source.Open(_files[0].Data.Open(_limits), encoding ?? Utf8Source.Guess(head));
            return TextLines.Read(text, from, count);
        },
        cancellationToken);

    /// <summary>The files as the dataset has them, in the folder or where they lie.</summary>
    internal IReadOnlyList<DatasetFile> Finish(DatasetProfile profile)
    {
        if (_imported is { } imported && profile.Format == DatasetFormats.Images.Name)
            return FinishImport(imported.Pictures);
        var guess = Guess(_examined!.Value.Choices);
        var byData = _files.ToDictionary(file => file.Data, file => file.File);
        return [.. guess.Files!.All.Select(file => Rename(byData[file.File], file.Role, file.File))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsCommitted)
            DatasetFolders.Discard(Incoming);
    }

    internal void AddRegistered(FileRole? role, DatasetFile file, string path) => _files.Add((role, file, new DataFile(path, file.Title)));

    private DatasetProfile Examine(DatasetChoices choices, CancellationToken cancellationToken)
    {
        ChoicesCheck.Check(choices);
        var guess = Guess(choices);
        if (guess.Files is { } files && !(guess.Format == DatasetFormats.Idx && IsToBeChanged(choices)))
            return guess.Format.Examine(files, choices, _limits, cancellationToken);
        var pictures = Import(guess, choices, cancellationToken);
        return DatasetFormats.Images.Examine(ImportedSet(pictures), pictures.Findings, pictures.ClassNames, choices, _limits, cancellationToken);
    }

    private FormatGuess Guess(DatasetChoices choices) => _folder is not null
        ? new FormatGuess(DatasetFormats.Images, null, _folder)
        : FormatGuess.Of([.. _files.Select(file => (file.Role, file.Data))], choices);

    private ImportedPictures Import(FormatGuess guess, DatasetChoices choices, CancellationToken cancellationToken)
    {
        // what is said of the part for testing does not change the pictures
        var key = choices with { TestFraction = null };
        if (_imported is { } before && before.Choices == key)
            return before.Pictures;
        _imported = null;
        var pictures = guess.Files is { } idx
            ? IdxImport.Run(idx, choices, Incoming, _limits, cancellationToken)
            : new PictureImport(guess.Pictures!, choices, _limits).Run(Incoming, cancellationToken);
        _imported = (key, pictures);
        return pictures;
    }

    private static bool IsToBeChanged(DatasetChoices choices) => choices.Width is not null || choices.Grey is not null;

    private FileSet ImportedSet(ImportedPictures pictures)
    {
        DataFile Of(string name) => new(Path.Combine(Incoming, name), name);
        return pictures.HasTest
            ? new FileSet(Of(PictureFiles.Images), Of(PictureFiles.Labels), Of(PictureFiles.TestImages), Of(PictureFiles.TestLabels))
            : new FileSet(Of(PictureFiles.Images), Of(PictureFiles.Labels));
    }

    // The pictures as they came are of no more use; those of a registered folder stay there.
    private List<DatasetFile> FinishImport(ImportedPictures pictures)
    {
        Origin = DatasetOrigin.Uploaded;
        foreach (var received in _files.Where(file => file.Data.Path.StartsWith(Incoming, StringComparison.Ordinal)))
            File.Delete(received.Data.Path);
        return [.. ImportedSet(pictures).All.Select(file => new DatasetFile(file.File.Title, file.File.Title, new FileInfo(file.File.Path).Length, _time.GetUtcNow(), file.Role))];
    }

    private DatasetFile Rename(DatasetFile file, FileRole role, DataFile data)
    {
        if (Origin == DatasetOrigin.Registered)
            return file with { Role = role };
        var name = DatasetFiles.NameOf(role);
        File.Move(data.Path, Path.Combine(Incoming, name));
        return file with { Path = name, Role = role };
    }
}
