using TrainingDashboard.Training.Files;

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
        folder = System.IO.Path.GetFullPath(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
            yield return Inside(folder, file);
        foreach (var own in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var named = System.IO.Path.GetFullPath(System.IO.Path.Combine(own, System.IO.Path.GetFileName(own) + ".dll"));
            string[] described = [.. Directory.EnumerateFiles(own, "*.deps.json").Select(file => System.IO.Path.GetFullPath(file[..^".deps.json".Length] + ".dll"))];
            var file = File.Exists(named) || described.Length != 1 ? named : described[0];
            yield return Inside(folder, file, $"Expected {System.IO.Path.GetFileName(named)} in the folder {System.IO.Path.GetFileName(own)}.")
                .With(Directory.EnumerateFiles(own, "*.dll"));
        }
    }

    /// <summary>What lies somewhere.</summary>
    /// <param name="file">Where.</param>
    /// <param name="otherwise">What is wrong where nothing does.</param>
    public static PluginFile At(string file, string? otherwise = null)
        => new FileInfo(file) is not { Exists: true } info ? new PluginFile(file, 0, default, otherwise ?? "There is no such file.")
            : (info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info).Length > 0 ? new PluginFile(file, info.Length, info.LastWriteTimeUtc, null)
            : new PluginFile(file, 0, info.LastWriteTimeUtc, "It has nothing in it, or is a pipe or a device.");

    /// <summary>What lies in the folder of plug-ins, where nothing else than a plain file is loaded.</summary>
    private static PluginFile Inside(string folder, string file, string? otherwise = null)
        => PlainFile.FaultOf(file, folder) is { } fault
            ? new PluginFile(file, 0, default, $"It {fault}. A plug-in elsewhere can be named by the setting {PluginOptions.Section}:{nameof(PluginOptions.Files)}.")
            : At(file, otherwise);

    /// <summary>The same with what lies beside it and it may need.</summary>
    private PluginFile With(IEnumerable<string> beside)
    {
        FileInfo[] all = [.. beside.Select(file => new FileInfo(file))];
        return all.Length == 0 ? this : this with { Bytes = all.Sum(file => file.Length), WrittenAt = all.Max(file => file.LastWriteTimeUtc) };
    }
}
