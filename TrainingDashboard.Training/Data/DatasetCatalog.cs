using TrainingDashboard.Training.Data.Generated;
using TrainingDashboard.Training.Data.Registered;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data;

/// <summary>
/// The datasets there are: generated, uploaded, and registered from the server's data directory. Holds none in memory;
/// the disk is asked every time, so several processes may share one storage folder. Safe to use from many threads.
/// </summary>
public sealed class DatasetCatalog
{
    private readonly DatasetLimits _limits;
    private readonly TimeProvider _time;
    private readonly DatasetFolders _folders;
    private readonly DataDirectory _directory;

    /// <summary>A catalog over a storage folder; nothing is touched yet.</summary>
    /// <param name="options">Folders and bounds.</param>
    /// <param name="time">For the time of registration.</param>
    public DatasetCatalog(DatasetsOptions options, TimeProvider time)
    {
        (_limits, _time) = (options.Limits, time);
        _folders = new DatasetFolders(Path.Combine(Path.GetFullPath(options.StorageFolder), "datasets"));
        _directory = new DataDirectory(options.DataDirectory);
    }

    /// <summary>
    /// Deletes what uploads and removals left that a crash interrupted. To be called once by the server at its start,
    /// before it takes uploads; not by workers, which would delete what the server is receiving.
    /// </summary>
    /// <returns>How many leftovers there were.</returns>
    public int RemoveLeftovers() => _folders.RemoveLeftovers();

    /// <summary>All datasets: generated ones first, then the others by name.</summary>
    public IReadOnlyList<DatasetInfo> List() => [.. GeneratedDatasets.All, .. _folders.All().Select(manifest => manifest.Info)];

    /// <summary>A dataset's description; null if there is none of that name.</summary>
    public DatasetInfo? Find(string name) =>
        GeneratedDatasets.All.FirstOrDefault(info => info.Name == name) ?? _folders.Find(name)?.Info;

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

    /// <summary>Takes in an uploaded table; it exists only once it is wholly received and found sound.</summary>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="table">Delimited text.</param>
    /// <param name="options">What is known of it; null: nothing.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    /// <exception cref="DatasetFormatException">The file is refused; says where and why.</exception>
    /// <exception cref="InvalidInputException">Field <c>title</c>, <c>name</c> (taken), or one of the options.</exception>
    public Task<DatasetInfo> RegisterTableAsync(string title, DatasetUpload table, TableOptions? options, CancellationToken cancellationToken) =>
        UploadAsync(title, DatasetKind.Table, [(table, "table.csv")], options ?? TableOptions.Default, cancellationToken);

    /// <summary>Takes in an uploaded pair of IDX files; it exists only once it is wholly received and found sound.</summary>
    /// <inheritdoc cref="RegisterTableAsync"/>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="images">IDX images, plain or gzip.</param>
    /// <param name="labels">IDX labels, plain or gzip.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    public Task<DatasetInfo> RegisterImagesAsync(string title, DatasetUpload images, DatasetUpload labels, CancellationToken cancellationToken) =>
        UploadAsync(title, DatasetKind.Images, [(images, "images.idx"), (labels, "labels.idx")], null, cancellationToken);

    /// <summary>Takes in an uploaded text; it exists only once it is wholly received and found sound.</summary>
    /// <inheritdoc cref="RegisterTableAsync"/>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="text">UTF-8.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    public Task<DatasetInfo> RegisterTextAsync(string title, DatasetUpload text, CancellationToken cancellationToken) =>
        UploadAsync(title, DatasetKind.Text, [(text, "text.txt")], null, cancellationToken);

    /// <summary>Registers a table, a text, a pair of IDX files or a folder with one such pair where it lies in the data directory.</summary>
    /// <param name="title">What people call it; the name is made from it.</param>
    /// <param name="relativePath">As <see cref="Browse"/> gives it.</param>
    /// <param name="options">What is known of a table; null: nothing.</param>
    /// <param name="kind">Table or text; null: what the file's name says. Passed over for images.</param>
    /// <param name="cancellationToken">Gives up and leaves nothing behind.</param>
    /// <exception cref="DatasetFormatException">The file is refused; says where and why.</exception>
    /// <exception cref="InvalidInputException">Field <c>path</c>, <c>title</c>, <c>name</c> (taken), or one of the options.</exception>
    public Task<DatasetInfo> RegisterPathAsync(
        string title, string relativePath, TableOptions? options, DatasetKind? kind, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var name = FreeName(title);
            var path = _directory.Resolve(relativePath);
            var pair = DataDirectoryFiles.FindPair(path);
            // What a name in the folder links to has to be inside as well, so the pair is resolved like the path.
            FileInfo[] parts = pair is { } p ? [p.Images, p.Labels] : [new FileInfo(path)];
            var files = parts.Select(f => new FileInfo(_directory.Resolve(_directory.Relative(f.FullName))))
                .Select(f => new DatasetFile(_directory.Relative(f.FullName), f.Name, f.Length, f.LastWriteTimeUtc)).ToList();
            // Pipes and devices have no length either, and opening one could wait for ever.
            if (files.Find(f => f.Bytes == 0) is { } empty)
                throw DatasetFormatException.AtByte(empty.Title, 0, "Expected a file with something in it, but it is empty.");
            var incoming = _folders.Begin();
            try
            {
                var found = pair is not null ? DatasetKind.Images : kind ?? (options is null ? DataDirectoryFiles.KindOf(files[0].Title) : DatasetKind.Table);
                return Complete(incoming, name, title, DatasetOrigin.Registered, found, files, options, cancellationToken);
            }
            finally
            {
                DatasetFolders.Discard(incoming);
            }
        },
        cancellationToken);

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
        string title, DatasetKind kind, IReadOnlyList<(DatasetUpload Upload, string Name)> uploads, TableOptions? options, CancellationToken cancellationToken)
    {
        var name = FreeName(title);
        var incoming = _folders.Begin();
        try
        {
            var files = new List<DatasetFile>();
            foreach (var (upload, fileName) in uploads)
                files.Add(await DatasetFiles.ReceiveAsync(upload, incoming, fileName, _limits, _time, cancellationToken).ConfigureAwait(false));
            return await Task.Run(() => Complete(incoming, name, title, DatasetOrigin.Uploaded, kind, files, options, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            // After the rename there is nothing left under this name.
            DatasetFolders.Discard(incoming);
        }
    }

    /// <summary>Parses the files, writes what is known of them and lets the dataset appear.</summary>
    private DatasetInfo Complete(
        string incoming, string name, string title, DatasetOrigin origin, DatasetKind kind, IReadOnlyList<DatasetFile> files, TableOptions? options, CancellationToken cancellationToken)
    {
        options = kind == DatasetKind.Table ? options ?? TableOptions.Default : null;
        var dataset = DatasetFiles.Parse(kind, Paths(incoming, origin, files), files, options, _limits, cancellationToken);
        var info = DatasetSummary.Describe(dataset, name, title.Trim(), origin, Format(kind)) with
        {
            RegisteredAt = _time.GetUtcNow(),
            Bytes = files.Sum(file => file.Bytes),
        };
        DatasetManifest.WritePreview(incoming, DatasetSummary.Preview(dataset, name));
        new DatasetManifest(DatasetManifest.CurrentVersion, info, files, options).Write(incoming);
        cancellationToken.ThrowIfCancellationRequested();
        _folders.Commit(incoming, name);
        return info;
    }

    private Dataset Load(DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var (name, origin) = (manifest.Info.Name, manifest.Info.Origin);
        try
        {
            var paths = Paths(_folders.Of(name), origin, manifest.Files);
            for (var i = 0; i < paths.Count; i++)
            {
                var (now, then) = (new FileInfo(paths[i]), manifest.Files[i]);
                if (now.Length != then.Bytes || (origin == DatasetOrigin.Registered && now.LastWriteTimeUtc != then.ModifiedAt))
                    throw new DatasetUnavailableException(name, $"'{then.Path}' has changed since it was registered. Remove the dataset and register it again.");
            }
            return DatasetFiles.Parse(manifest.Info.Kind, paths, manifest.Files, manifest.Table, _limits, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is InvalidInputException && origin == DatasetOrigin.Registered))
        {
            throw new DatasetUnavailableException(name, e.Message, e);
        }
    }

    private List<string> Paths(string folder, DatasetOrigin origin, IReadOnlyList<DatasetFile> files) =>
        [.. files.Select(file => origin == DatasetOrigin.Registered ? _directory.Resolve(file.Path) : Path.Combine(folder, file.Path))];

    private static string Format(DatasetKind kind) => kind switch
    {
        DatasetKind.Images => "idx",
        DatasetKind.Text => "text",
        _ => "csv",
    };

    private string FreeName(string title)
    {
        var name = DatasetName.FromTitle(title);
        return Find(name) is null && !_folders.Exists(name) ? name : throw DatasetFolders.Taken(name);
    }

    private DatasetManifest Required(string name) => _folders.Find(name) ?? throw Unknown(name);

    private static InvalidInputException Unknown(string name) =>
        new("dataset", $"There is no dataset named '{name}'.");
}
