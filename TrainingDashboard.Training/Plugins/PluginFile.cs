namespace TrainingDashboard.Training.Plugins;

/// <summary>An assembly as it lies there; another build of it is another one.</summary>
/// <param name="Path">Where.</param>
/// <param name="Bytes">Its length, with that of what lies beside it.</param>
/// <param name="WrittenAt">The latest time at which one of these was written, UTC.</param>
/// <param name="Fault">What is wrong where there is none; null otherwise.</param>
internal sealed record PluginFile(string Path, long Bytes, DateTime WrittenAt, string? Fault)
{
    /// <summary>The assemblies in a folder, and in each folder in it the one that is the plug-in.</summary>
    public static IEnumerable<PluginFile> In(string folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
            yield return At(System.IO.Path.GetFullPath(file));
        foreach (var own in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var named = System.IO.Path.GetFullPath(System.IO.Path.Combine(own, System.IO.Path.GetFileName(own) + ".dll"));
            string[] described = [.. Directory.EnumerateFiles(own, "*.deps.json").Select(file => System.IO.Path.GetFullPath(file[..^".deps.json".Length] + ".dll"))];
            var file = File.Exists(named) || described.Length != 1 ? named : described[0];
            yield return At(file, $"Expected {System.IO.Path.GetFileName(named)} in the folder {System.IO.Path.GetFileName(own)}.")
                .With(Directory.EnumerateFiles(own, "*.dll"));
        }
    }

    /// <summary>What lies somewhere.</summary>
    /// <param name="file">Where.</param>
    /// <param name="otherwise">What is wrong where nothing does.</param>
    public static PluginFile At(string file, string? otherwise = null)
        => new FileInfo(file) is { Exists: true } info
            ? new PluginFile(file, info.Length, info.LastWriteTimeUtc, null)
            : new PluginFile(file, 0, default, otherwise ?? "There is no such file.");

    /// <summary>The same with what lies beside it and it may need.</summary>
    private PluginFile With(IEnumerable<string> beside)
    {
        FileInfo[] all = [.. beside.Select(file => new FileInfo(file))];
        return all.Length == 0 ? this : this with { Bytes = all.Sum(file => file.Length), WrittenAt = all.Max(file => file.LastWriteTimeUtc) };
    }
}
