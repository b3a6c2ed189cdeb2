using TrainingDashboard.Training.Files;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>The plug-ins there are, those that cannot be used with the reason. Looked at again when asked to.</summary>
public sealed class PluginCatalog : ITrainerSource
{
    private readonly string _folder;
    private readonly IReadOnlyList<string> _files;
    private readonly IReadOnlyList<string> _taken;
    private readonly Func<string, PluginContent> _read;
    private readonly Lock _looking = new();
    private Dictionary<Found, PluginContent> _contents = [];
    private volatile State _state = new([], [], []);

    /// <param name="folder">The folder of plug-ins; it need not exist.</param>
    /// <param name="files">Further ones.</param>
    /// <param name="taken">Names of trainers that there are already.</param>
    /// <param name="read">Finds out what one has; called for several at once.</param>
    internal PluginCatalog(string folder, IEnumerable<string> files, IEnumerable<string> taken, Func<string, PluginContent> read)
    {
        (_folder, _files, _taken, _read) = (folder, [.. files], [.. taken], read);
        Look();
    }

    /// <summary>All plug-ins, as of the last look.</summary>
    public IReadOnlyList<Plugin> All => _state.Plugins;

    /// <summary>Their trainers.</summary>
    IReadOnlyList<ITrainer> ITrainerSource.Trainers => Trainers;

    /// <summary>Their trainers.</summary>
    internal IReadOnlyList<ITrainer> Trainers => _state.Trainers;

    /// <summary>Looks at the folder and the files again, and reads what has come or changed since.</summary>
    /// <returns>Whether anything has, or is gone.</returns>
    public bool Look()
    {
        lock (_looking)
        {
            Found[] found = [.. Find(_folder), .. _files.Select(file => Found.At(Path.GetFullPath(file), "There is no such file."))];
            if (found.SequenceEqual(_state.Found))
                return false;
            var known = _contents;
            _contents = found.Distinct().AsParallel()
                .Select(plugin => (plugin, content: known.GetValueOrDefault(plugin) ?? (plugin.Fault is { } fault ? PluginContent.Broken(fault) : _read(plugin.File))))
                .ToDictionary(read => read.plugin, read => read.content);
            _state = Sort(found);
            return true;
        }
    }

    private State Sort(Found[] found)
    {
        var names = _taken.ToHashSet(StringComparer.Ordinal);
        var (plugins, trainers) = (new List<Plugin>(), new List<ITrainer>());
        foreach (var (file, content) in found.Select(plugin => (plugin.File, _contents[plugin])))
        {
            var twice = content.Trainers.FirstOrDefault(trainer => !names.Add(trainer.Description.Name));
            var fault = twice is null ? content.Fault : $"There is a trainer named {twice.Description.Name} already.";
            var usable = fault is null ? content.Trainers : [];
            trainers.AddRange(usable.Select(trainer => new PluginTrainer(file, trainer.Type, trainer.Description)));
            plugins.Add(new Plugin(Path.GetFileNameWithoutExtension(file), file, [.. usable.Select(trainer => trainer.Description.Name)], fault));
        }

        return new State(found, plugins, trainers);
    }

    /// <summary>The assemblies in a folder, and in each folder in it the one that is the plug-in.</summary>
    private static IEnumerable<Found> Find(string folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        folder = Path.GetFullPath(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
            yield return Found.In(folder, file);
        foreach (var own in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var named = Path.GetFullPath(Path.Combine(own, Path.GetFileName(own) + ".dll"));
            string[] described = [.. Directory.EnumerateFiles(own, "*.deps.json").Select(file => Path.GetFullPath(file[..^".deps.json".Length] + ".dll"))];
            var file = File.Exists(named) || described.Length != 1 ? named : described[0];
            yield return Found.In(folder, file, $"Expected {Path.GetFileName(named)} in the folder {Path.GetFileName(own)}.").With(Directory.EnumerateFiles(own, "*.dll"));
        }
    }

    /// <summary>An assembly as it lies there; another build of it is another one.</summary>
    private sealed record Found(string File, long Bytes, DateTime WrittenAt, string? Fault)
    {
        /// <summary>What lies somewhere.</summary>
        /// <param name="file">Where.</param>
        /// <param name="otherwise">What is wrong where nothing does.</param>
        public static Found At(string file, string? otherwise = null)
            => new FileInfo(file) is not { Exists: true } info ? new Found(file, 0, default, otherwise)
                : (info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info).Length > 0 ? new Found(file, info.Length, info.LastWriteTimeUtc, null)
                : new Found(file, 0, info.LastWriteTimeUtc, "It has nothing in it, or is a pipe or a device.");

        /// <summary>What lies in the folder of plug-ins, where nothing else than a plain file is loaded.</summary>
        /// <inheritdoc cref="At"/>
        /// <param name="folder">The folder.</param>
        public static Found In(string folder, string file, string? otherwise = null)
            => PlainFile.FaultOf(file, folder) is { } fault
                ? new Found(file, 0, default, $"It {fault}. A plug-in elsewhere can be named by the setting {PluginOptions.Section}:{nameof(PluginOptions.Files)}.")
                : At(file, otherwise);

        /// <summary>The same with what lies beside it and it may need.</summary>
        public Found With(IEnumerable<string> beside)
        {
            FileInfo[] all = [.. beside.Select(file => new FileInfo(file))];
            return all.Length == 0 ? this : this with { Bytes = all.Sum(file => file.Length), WrittenAt = all.Max(file => file.LastWriteTimeUtc) };
        }
    }

    private sealed record State(IReadOnlyList<Found> Found, IReadOnlyList<Plugin> Plugins, IReadOnlyList<ITrainer> Trainers);
}
