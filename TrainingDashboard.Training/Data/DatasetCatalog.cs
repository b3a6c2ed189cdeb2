using System.Collections.Concurrent;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Data.Generated;
using TrainingDashboard.Training.Data.Images.Pictures;
using TrainingDashboard.Training.Data.Registered;
using TrainingDashboard.Training.Files;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data;

/// <summary>
/// The datasets there are: generated, uploaded, and registered from the server's data directory. Holds none in memory;
/// the disk is asked every time, so several processes may share one storage folder. Safe to use from many threads.
/// </summary>
public sealed class DatasetCatalog
{
    private const int MostWaiting = 16;
    private readonly DatasetLimits _limits;
    private readonly WorkLine _reading;
    private readonly TimeProvider _time;
    private readonly DatasetFolders _folders;
    private readonly DataDirectory _directory;
    private readonly ConcurrentDictionary<string, (string Seen, string Content)> _hashed = new(StringComparer.Ordinal);

    /// <summary>A catalog over a storage folder; nothing is touched yet.</summary>
    /// <param name="options">Folders and bounds.</param>
    /// <param name="time">For the time of registration.</param>
    public DatasetCatalog(DatasetsOptions options, TimeProvider time)
    {
        (_limits, _time) = (options.Limits, time);
        _reading = new WorkLine("readings of files", options.ReadingsAtOnce, MostWaiting);
        _folders = new DatasetFolders(Path.Combine(Path.GetFullPath(options.StorageFolder), "datasets"));
        _directory = new DataDirectory(options.DataDirectory, Path.GetFullPath(options.StorageFolder));
    }

    /// <summary>
    /// Deletes what uploads and removals left that a crash interrupted. To be called once by the server at its start,
    /// before it takes uploads; not by workers, which would delete what the server is receiving.
    /// </summary>
    /// <returns>How many leftovers there were.</returns>
    public int RemoveLeftovers() => _folders.RemoveLeftovers();

    /// <summary>All datasets: generated ones first, then the others by name.</summary>
    public IReadOnlyList<DatasetInfo> List() => [.. GeneratedDatasets.All, .. _folders.All().Select(manifest => manifest.Info)];

    /// <summary>Folders of datasets whose descriptions cannot be read, by name.</summary>
    public IReadOnlyList<string> Damaged() => _folders.Damaged();

    /// <summary>The folder of a dataset that has one.</summary>
    internal string FolderOf(string name) => _folders.Of(name);

    /// <summary>A dataset's description; null if there is none of that name, in whatever case it is typed.</summary>
    public DatasetInfo? Find(string name) =>
        GeneratedDatasets.All.FirstOrDefault(info => info.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? _folders.Find(name.ToLowerInvariant())?.Info;

    /// <summary>
    /// What a dataset is made of, its files and how they are read, in 64 hexadecimal digits; null if it is generated or there is none
    /// of that name, or if its files cannot be read.
    /// </summary>
    public string? DigestOf(string name)
    {
        if (_folders.Find(name) is not { } manifest)
            return null;
        try
        {
            return manifest.Digest ?? manifest.DigestOf(Hashed(manifest, CancellationToken.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            return null;
        }
    }

    /// <summary>Why a dataset is not what a job began with, as a sentence; null where it is. Reads its files.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="digest">As <see cref="DigestOf"/> said it; null: nothing is known, so whatever is there will do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<string?> DifferenceAsync(string name, string? digest, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (digest is null)
                return null;
            if (_folders.Find(name) is not { } manifest)
                return $"Its dataset '{name}' is gone. Add it again, then resume.";
            try
            {
                var content = Hashed(manifest, cancellationToken);
                if (manifest.Content is { } then && then != content)
                {
                    return $"The files of its dataset '{name}' have changed on the disk. "
                        + "Put them back as they were, or remove the dataset and add it again; then resume.";
                }

                return (manifest.Digest ?? manifest.DigestOf(content)) == digest
                    ? null
                    : $"Its dataset '{name}' is not the one that it began with: it was removed and added again with other content. "
                        + "Add that one again, or let the job go on with this one.";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidInputException)
            {
                return $"Its dataset '{name}' cannot be read: {e.Message} Put its files back, then resume.";
            }
        },
        cancellationToken);

    /// <summary>How a dataset's files are read; null if there is none of that name, or it has no files.</summary>
    public DatasetReading? FindReading(string name) => _folders.Find(name)?.Reading;

    /// <summary>What of the data directory could be registered; empty if there is no such directory.</summary>
    public IReadOnlyList<BrowseEntry> Browse() => DataDirectoryFiles.Browse(_directory);

    /// <summary>Loads a dataset into memory, for the caller to keep or drop.</summary>
    /// <exception cref="InvalidInputException">Field <c>dataset</c>: there is none of that name.</exception>
    /// <exception cref="DatasetUnavailableException">Its file is gone or has changed since it was registered.</exception>
    /// <exception cref="DatasetFormatException">Its file can no longer be read, as when limits were lowered.</exception>
    public Task<Dataset> LoadAsync(string name, CancellationToken cancellationToken) =>
        Task.Run(() => GeneratedDatasets.Create(name) ?? Load(Required(name), cancellationToken), cancellationToken);

    /// <summary>A look into a dataset. Made when it was registered, so that no table is read again for it.</summary>
    /// <exception cref="InvalidInputException">Field <c>dataset</c>: there is none of that name.</exception>
    /// <exception cref="DatasetUnavailableException">Its file is gone or has changed, and the look kept of it is lost too.</exception>
    public Task<DatasetPreview> PreviewAsync(string name, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (GeneratedDatasets.Create(name) is { } generated)
                return DatasetSummary.Preview(generated, name);
            var manifest = Required(name);
            return DatasetManifest.ReadPreview(_folders.Of(name)) ?? DatasetSummary.Preview(Load(manifest, cancellationToken), name);
        },
        cancellationToken);

    /// <summary>Begins a dataset out of files that are going to be sent.</summary>
    public DatasetDraft Receive() => new(_folders.Begin(), DatasetOrigin.Uploaded, _limits, _reading, _time);

    /// <summary>Begins a dataset out of what lies in the data directory, and stays there unless it is a folder or an archive of pictures.</summary>
    /// <param name="relativePath">As <see cref="Browse"/> gives it.</param>
    /// <param name="testPath">The same for what is kept for testing; null for nothing.</param>
    /// <exception cref="InvalidInputException">Field <c>path</c> or <c>test</c>: it is not there, or may not be reached.</exception>
    /// <exception cref="DatasetFormatException">A file is empty.</exception>
    public DatasetDraft Register(string relativePath, string? testPath = null)
    {
        var path = _directory.Resolve(relativePath);
        var incoming = _folders.Begin();
        try
        {
            if (Directory.Exists(path) && DataDirectoryFiles.PairsIn(path).Count == 0)
            {
                return testPath is null
                    ? new DatasetDraft(incoming, DatasetOrigin.Registered, _limits, _reading, _time, PictureSource.Folder(path, relativePath))
                    : throw new InvalidInputException("test", "Expected nothing: pictures for testing lie in a folder 'test' beside 'train'.");
            }
            var draft = new DatasetDraft(incoming, DatasetOrigin.Registered, _limits, _reading, _time);
            foreach (var (role, file) in DataDirectoryFiles.Parts(path))
                AddRegistered(draft, role, file);
            foreach (var (role, file) in testPath is null ? [] : DataDirectoryFiles.Parts(_directory.Resolve(testPath, "test")))
                AddRegistered(draft, role == FileRole.Labels ? FileRole.TestLabels : FileRole.Test, file);
            return draft;
        }
        catch
        {
            DatasetFolders.Discard(incoming);
            throw;
        }
    }

    /// <summary>Begins a dataset out of a folder of pictures anywhere on this machine's disk, for whoever runs the program there.</summary>
    public DatasetDraft ReceiveFolder(string path) =>
        new(_folders.Begin(), DatasetOrigin.Uploaded, _limits, _reading, _time, PictureSource.Folder(path, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))));

    /// <summary>Makes a dataset of a draft: it exists once it is found sound, wholly or not at all.</summary>
    /// <param name="draft">The files, all received. Of no more use afterwards, if this succeeds.</param>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="choices">What a person says of the files; null: nothing.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    /// <exception cref="DatasetFormatException">The files are refused; says where and why, and what could be chosen.</exception>
    /// <exception cref="InvalidInputException">Field <c>title</c>, <c>name</c> (taken), <c>files</c>, or one of the choices.</exception>
    public async Task<DatasetInfo> AddAsync(DatasetDraft draft, string title, DatasetChoices? choices, CancellationToken cancellationToken)
    {
        var name = FreeName(title);
        var profile = await draft.ExamineAsync(choices ?? DatasetChoices.None, cancellationToken).ConfigureAwait(false);
        if (profile.Problem is { } problem)
            throw DatasetFormatException.Of(draft.Files.Count > 0 ? draft.Files[0].Title : title, problem);
        return await Task.Run(() => Complete(draft, name, title.Trim(), profile, choices, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in an uploaded table.</summary>
    /// <inheritdoc cref="AddAsync"/>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="table">Delimited text, or a Parquet table.</param>
    /// <param name="choices">What is known of it; null: nothing.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    public Task<DatasetInfo> RegisterTableAsync(string title, DatasetUpload table, DatasetChoices? choices, CancellationToken cancellationToken) =>
        UploadAsync(title, [(table, FileRole.Main)], (choices ?? DatasetChoices.None) with { Kind = DatasetKind.Table }, cancellationToken);

    /// <summary>Takes in an uploaded pair of IDX files.</summary>
    /// <inheritdoc cref="AddAsync"/>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="images">IDX images, plain or gzip.</param>
    /// <param name="labels">IDX labels, plain or gzip.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    public Task<DatasetInfo> RegisterImagesAsync(string title, DatasetUpload images, DatasetUpload labels, CancellationToken cancellationToken) =>
        UploadAsync(title, [(images, FileRole.Main), (labels, FileRole.Labels)], null, cancellationToken);

    /// <summary>Takes in an uploaded text.</summary>
    /// <inheritdoc cref="AddAsync"/>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="text">UTF-8, or what the choices say.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    public Task<DatasetInfo> RegisterTextAsync(string title, DatasetUpload text, CancellationToken cancellationToken) =>
        UploadAsync(title, [(text, FileRole.Main)], new DatasetChoices { Kind = DatasetKind.Text }, cancellationToken);

    /// <summary>Registers what lies in the data directory.</summary>
    /// <inheritdoc cref="AddAsync"/>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="relativePath">As <see cref="Browse"/> gives it.</param>
    /// <param name="choices">What is known of it; null: nothing.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    public async Task<DatasetInfo> RegisterPathAsync(string title, string relativePath, DatasetChoices? choices, CancellationToken cancellationToken)
    {
        _ = FreeName(title);
        using var draft = await Task.Run(() => Register(relativePath), cancellationToken).ConfigureAwait(false);
        return await AddAsync(draft, title, choices, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes an uploaded or registered dataset; a registered one's file stays where it is.</summary>
    /// <exception cref="InvalidInputException">Field <c>dataset</c>: there is none of that name, or it is generated.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (GeneratedDatasets.All.Any(info => info.Name == name))
                throw new InvalidInputException("dataset", $"'{name}' is made by the program and cannot be removed.");
            if (!DatasetName.IsValid(name) || !_folders.Remove(name))
                throw Unknown(name);
        },
        cancellationToken);

    private async Task<DatasetInfo> UploadAsync(
        string title, IReadOnlyList<(DatasetUpload Upload, FileRole Role)> uploads, DatasetChoices? choices, CancellationToken cancellationToken)
    {
        _ = FreeName(title);
        using var draft = Receive();
        foreach (var (upload, role) in uploads)
            await draft.ReceiveAsync(upload, role, cancellationToken).ConfigureAwait(false);
        return await AddAsync(draft, title, choices, cancellationToken).ConfigureAwait(false);
    }

    private void AddRegistered(DatasetDraft draft, FileRole? role, FileInfo part)
    {
        // What a name in the folder links to has to be inside as well, so each part is resolved like the path.
        var file = new FileInfo(_directory.Resolve(_directory.Relative(part.FullName)));
        // Pipes and devices have no length either, and opening one could wait for ever.
        if (file.Length == 0)
            throw DatasetFormatException.AtByte(file.Name, 0, "Expected a file with something in it, but it is empty.");
        draft.AddRegistered(role, new DatasetFile(_directory.Relative(file.FullName), file.Name, file.Length, file.LastWriteTimeUtc), file.FullName);
    }

    /// <summary>Writes what is known of the files and lets the dataset appear.</summary>
    private DatasetInfo Complete(DatasetDraft draft, string name, string title, DatasetProfile profile, DatasetChoices? choices, CancellationToken cancellationToken)
    {
        var files = draft.Finish(profile);
        var info = DatasetSummary.Describe(profile, name, title, draft.Origin) with
        {
            RegisteredAt = _time.GetUtcNow(),
            Bytes = files.Sum(file => file.Bytes),
        };
        DatasetManifest.WritePreview(draft.Incoming, DatasetSummary.Preview(profile, name));
        var content = DatasetDigest.OfContent(
            files.Select(file => (
                file.Role, draft.Origin == DatasetOrigin.Registered ? _directory.Resolve(file.Path) : Path.Combine(draft.Incoming, file.Path))),
            cancellationToken);
        var manifest = new DatasetManifest(DatasetManifest.CurrentVersion, info, files, null, profile.Reading, choices, content);
        (manifest with { Digest = manifest.DigestOf(content) }).Write(draft.Incoming);
        cancellationToken.ThrowIfCancellationRequested();
        _folders.Commit(draft.Incoming, name);
        draft.IsCommitted = true;
        return info;
    }

    // Of files that have not been written to since, what was found then still holds.
    private string Hashed(DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var paths = Paths(manifest.Info.Name, manifest.Info.Origin, manifest.Files);
        var seen = string.Join('\n', paths.Select(path => new FileInfo(path)).Select(
            file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks} {file.CreationTimeUtc.Ticks}"));
        if (_hashed.TryGetValue(manifest.Info.Name, out var before) && before.Seen == seen)
            return before.Content;
        var content = DatasetDigest.OfContent(manifest.Files.Select((file, i) => (file.Role, paths[i])), cancellationToken);
        _hashed[manifest.Info.Name] = (seen, content);
        return content;
    }

    private Dataset Load(DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var (name, origin) = (manifest.Info.Name, manifest.Info.Origin);
        try
        {
            var paths = Paths(name, origin, manifest.Files);
            for (var i = 0; i < paths.Count; i++)
            {
                var (now, then) = (new FileInfo(paths[i]), manifest.Files[i]);
                if (now.Length != then.Bytes || (origin == DatasetOrigin.Registered && now.LastWriteTimeUtc != then.ModifiedAt))
                    throw new DatasetUnavailableException(name, $"'{then.Path}' has changed since it was registered. Remove the dataset and register it again.");
            }
            if (manifest.Content is { } content && Hashed(manifest, cancellationToken) != content)
                throw new DatasetUnavailableException(name, "Its files have changed on the disk since it was added. Remove the dataset and add it again.");
            var set = FileSet.Of(manifest.Files.Select((file, i) => (file.Role, new DataFile(paths[i], file.Title))));
            var format = DatasetFormats.Find(manifest.Info.Format) ?? throw new DatasetUnavailableException(name, $"This program does not know the format '{manifest.Info.Format}'.");
            var reading = manifest.Version == 1 ? FirstVersion.WithDelimiter(manifest.Reading!, set.Main, _limits) : manifest.Reading!;
            return TestShare.Apply(format.Load(set, reading, _limits, cancellationToken), reading.TestFraction);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is InvalidInputException && origin == DatasetOrigin.Registered))
        {
            throw new DatasetUnavailableException(name, e.Message, e);
        }
    }

    private List<string> Paths(string name, DatasetOrigin origin, IReadOnlyList<DatasetFile> files) =>
        [.. files.Select(file => origin == DatasetOrigin.Registered ? _directory.Resolve(file.Path) : PathInFolder(name, file.Path))];

    // What stands in a manifest is not believed to be a name.
    private string PathInFolder(string name, string file)
    {
        var path = Path.Combine(_folders.Of(name), file);
        var fault = Path.GetFileName(file) == file ? PlainFile.FaultOf(path, _folders.Storage) : "is no file of the dataset's";
        return fault is null ? path : throw new NotPlainFileException(path, fault);
    }

    private string FreeName(string title)
    {
        var name = DatasetName.FromTitle(title);
        return Find(name) is null && !_folders.Exists(name) ? name : throw DatasetFolders.Taken(name);
    }

    private DatasetManifest Required(string name) => _folders.Find(name) ?? throw Unknown(name);

    private static InvalidInputException Unknown(string name) =>
        new("dataset", $"There is no dataset named '{name}'.");
}
