using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>The plug-ins there were at the start, those that cannot be used with the reason.</summary>
public sealed class PluginCatalog
{
    /// <param name="folder">The folder of plug-ins; it need not exist.</param>
    /// <param name="files">Further ones.</param>
    /// <param name="taken">Names of trainers that there are already.</param>
    /// <param name="read">Finds out what one has; called for several at once.</param>
    internal PluginCatalog(string folder, IEnumerable<string> files, IEnumerable<string> taken, Func<string, PluginContent> read)
    {
        (string File, string? Fault)[] found =
        [
            .. Find(folder), .. files.Select(file => (Path.GetFullPath(file), File.Exists(file) ? null : "There is no such file.")),
        ];
        var contents = found.AsParallel().AsOrdered()
            .Select(plugin => plugin.Fault is { } fault ? PluginContent.Broken(fault) : read(plugin.File)).ToArray();
        var names = taken.ToHashSet(StringComparer.Ordinal);
        var (plugins, trainers) = (new List<Plugin>(), new List<ITrainer>());
        foreach (var ((file, _), content) in found.Zip(contents))
        {
            var twice = content.Trainers.FirstOrDefault(trainer => !names.Add(trainer.Description.Name));
            var fault = twice is null ? content.Fault : $"There is a trainer named {twice.Description.Name} already.";
            var usable = fault is null ? content.Trainers : [];
            trainers.AddRange(usable.Select(trainer => new PluginTrainer(file, trainer.Type, trainer.Description)));
            plugins.Add(new Plugin(Path.GetFileNameWithoutExtension(file), file, [.. usable.Select(trainer => trainer.Description.Name)], fault));
        }

        (All, Trainers) = (plugins, trainers);
    }

    /// <summary>All plug-ins.</summary>
    public IReadOnlyList<Plugin> All { get; }

    /// <summary>Their trainers.</summary>
    internal IReadOnlyList<ITrainer> Trainers { get; }

    /// <summary>The assemblies in a folder, and in each folder in it the one that is the plug-in.</summary>
    private static IEnumerable<(string File, string? Fault)> Find(string folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
            yield return (Path.GetFullPath(file), null);
        foreach (var own in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var named = Path.GetFullPath(Path.Combine(own, Path.GetFileName(own) + ".dll"));
            string[] described = [.. Directory.EnumerateFiles(own, "*.deps.json").Select(file => Path.GetFullPath(file[..^".deps.json".Length] + ".dll"))];
            var file = File.Exists(named) || described.Length != 1 ? named : described[0];
            yield return (file, File.Exists(file) ? null : $"Expected {Path.GetFileName(named)} in the folder {Path.GetFileName(own)}.");
        }
    }
}
