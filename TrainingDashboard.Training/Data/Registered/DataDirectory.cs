using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>The one folder of the server's disk out of which files may be registered, and nothing outside it.</summary>
internal sealed class DataDirectory
{
    private const int MaxLinks = 40;

    // What holds a secret rather than data, by the names that programs give it.
    private static readonly string[] s_keyEndings = [".pem", ".key", ".pfx", ".p12", ".jks", ".keystore", ".kdbx", ".ppk", ".gpg"];
    private static readonly string[] s_keyBeginnings = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

    private readonly string? _root;
    private readonly string _storage;

    /// <param name="root">The folder; null or empty for none.</param>
    /// <param name="storage">The server's own folder: where that lies in the data directory, nothing in it can be reached.</param>
    public DataDirectory(string? root, string storage)
    {
        _root = string.IsNullOrWhiteSpace(root) ? null : Path.GetFullPath(root);
        _storage = storage;
    }

    /// <summary>The folder itself; null if there is none.</summary>
    public string? Root => _root is not null && Directory.Exists(_root) ? _root : null;

    /// <summary>The real path, with no link left in it, of something in the folder.</summary>
    /// <param name="relativePath">With slashes, as <see cref="DatasetCatalog.Browse"/> gives it.</param>
    /// <exception cref="InvalidInputException">Field <c>path</c>: it is absolute, climbs, leads outside or does not exist.</exception>
    /// <param name="field">What faults are told of.</param>
    public string Resolve(string relativePath, string field = "path")
    {
        InvalidInputException Refused(string message) => new(field, message);
        var root = Root ?? throw Refused("The server has no data directory to register files from.");
        if (string.IsNullOrWhiteSpace(relativePath) || relativePath.Any(char.IsControl) || relativePath.Contains('\\', StringComparison.Ordinal)
            || relativePath.Contains(':', StringComparison.Ordinal) || relativePath.StartsWith('~') || Path.IsPathRooted(relativePath)
            || relativePath.Split('/').Any(part => part == ".."))
            throw Refused("Expected a path relative to the data directory, with slashes and without '..'.");

        var realRoot = RealPath(root);
        if (!IsInside(Path.GetFullPath(Path.Combine(root, relativePath)), root))
            throw Refused("Expected a path inside the data directory.");
        var real = RealPath(Path.Combine(realRoot, relativePath));
        if (!IsInside(real, realRoot))
            throw Refused("Expected a path inside the data directory, but a link in it leads outside.");
        if (FaultOf(real, realRoot) is { } fault)
            throw Refused(fault);
        return File.Exists(real) || Directory.Exists(real) ? real : throw Refused($"The data directory has no '{relativePath}'.");
    }

    /// <summary>Whether something in the folder may be shown to clients.</summary>
    public bool Offers(string path) => Root is { } root && FaultOf(RealPath(path), RealPath(root)) is null;

    // The folder may lie in the server's own, for whoever set it so; but not the other way round.
    private string? FaultOf(string real, string realRoot)
    {
        var storage = RealPath(_storage);
        if ((real == storage || IsInside(real, storage)) && !IsInside(realRoot, storage))
            return "Expected a path outside the dashboard's own storage folder.";
        if (Path.GetRelativePath(realRoot, real).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.') && part is not "."))
            return "Expected a path without hidden files or folders.";
        var name = Path.GetFileName(real);
        var isKey = s_keyEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            || s_keyBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
        return isKey ? "Expected data; a file of this name holds a key." : null;
    }

    /// <summary>A real path as it is written in manifests: relative, with slashes.</summary>
    public string Relative(string realPath) =>
        Path.GetRelativePath(RealPath(_root!), realPath).Replace(Path.DirectorySeparatorChar, '/');

    private static bool IsInside(string path, string root) =>
        path.Length > root.Length && path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Follows every link in a path, wherever in it, as realpath(3) does; what does not exist is left as it is.</summary>
    private static string RealPath(string path)
    {
        path = Path.GetFullPath(path);
        var links = 0;
        var done = Path.GetPathRoot(path)!;
        var parts = new Stack<string>(path[done.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (parts.TryPop(out var part))
        {
            var next = Path.GetFullPath(Path.Combine(done, part));
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }
            if (++links > MaxLinks)
                throw new InvalidInputException("path", "The path goes through too many links.");
            if (Path.IsPathRooted(target))
                done = Path.GetPathRoot(target)!;
            foreach (var step in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                parts.Push(step);
        }
        return done;
    }
}
