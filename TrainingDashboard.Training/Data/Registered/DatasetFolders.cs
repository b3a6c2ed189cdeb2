using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>
/// One folder for each registered dataset. A dataset is put together in a folder of its own that nobody lists, and
/// appears by one rename; it disappears by one rename too. The disk is the only memory, so any number of processes see
/// the same.
/// </summary>
internal sealed class DatasetFolders(string root)
{
    private const string Incoming = ".incoming-";
    private const string Removed = ".removed-";

    /// <summary>The folder that the folder of them all is in.</summary>
    public string Storage => Path.GetDirectoryName(root)!;

    /// <summary>Manifests of everything registered, by name.</summary>
    public IEnumerable<DatasetManifest> All() => !Directory.Exists(root) ? [] :
        Directory.EnumerateDirectories(root)
            .Select(Path.GetFileName)
            .Where(name => name is not null && DatasetName.IsValid(name))
            .Order(StringComparer.Ordinal)
            .Select(name => Find(name!))
            .OfType<DatasetManifest>();

    /// <summary>Names of folders without a manifest that can be read.</summary>
    public IReadOnlyList<string> Damaged() => !Directory.Exists(root) ? [] :
        [.. Directory.EnumerateDirectories(root).Select(path => Path.GetFileName(path)!)
            .Where(name => DatasetName.IsValid(name) && Find(name) is null).Order(StringComparer.Ordinal)];

    public DatasetManifest? Find(string name) => DatasetName.IsValid(name) ? DatasetManifest.Read(Of(name)) : null;

    /// <summary>The folder of a valid name.</summary>
    public string Of(string name) => Path.Combine(root, name);

    public bool Exists(string name) => Directory.Exists(Of(name));

    /// <summary>A new empty folder to put a dataset together in.</summary>
    public string Begin()
    {
        var folder = Path.Combine(root, Incoming + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Makes a complete folder the dataset of its name.</summary>
    /// <exception cref="InvalidInputException">Somebody else has just taken the name.</exception>
    public void Commit(string incoming, string name)
    {
        try
        {
            Directory.Move(incoming, Of(name));
        }
        catch (IOException) when (Exists(name))
        {
            throw Taken(name);
        }
    }

    /// <summary>Removes a dataset; false if there is none.</summary>
    public bool Remove(string name)
    {
        var grave = Path.Combine(root, Removed + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.Move(Of(name), grave);
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        Discard(grave);
        return true;
    }

    /// <summary>Deletes a folder as far as possible; what cannot be deleted now is a leftover for the next start.</summary>
    public static void Discard(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Deletes what interrupted registrations and removals left; returns how many.</summary>
    public int RemoveLeftovers()
    {
        if (!Directory.Exists(root))
            return 0;
        var leftovers = Directory.GetDirectories(root, Incoming + "*").Concat(Directory.GetDirectories(root, Removed + "*")).ToList();
        leftovers.ForEach(Discard);
        return leftovers.Count;
    }

    public static InvalidInputException Taken(string name) =>
        new("name", $"There is already a dataset named '{name}'. Choose another title, or remove that one first.");
}
