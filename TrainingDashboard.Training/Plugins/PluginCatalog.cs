using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>
/// The plug-ins there are, those that cannot be used with the reason. Looked at again when asked to; what one has is found out
/// in the background, so that nobody waits long for one that does not answer.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose.")]
public sealed class PluginCatalog : ITrainerSource
{
    private const int AskedAtOnce = 4;

    // As long as those take that are sound.
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(5);
    private readonly string _folder;
    private readonly IReadOnlyList<string> _files;
    private readonly IReadOnlyList<string> _taken;
    private readonly Func<string, PluginContent> _read;
    private readonly Lock _looking = new();
    private readonly SemaphoreSlim _asking = new(AskedAtOnce, AskedAtOnce);
    private Dictionary<PluginFile, Asked> _contents = [];
    private volatile State _state = new([], [], [], IsSettled: true);

    /// <param name="folder">The folder of plug-ins; it need not exist.</param>
    /// <param name="files">Further ones.</param>
    /// <param name="taken">Names of trainers that there are already.</param>
    /// <param name="read">Finds out what one has, in bounded time; called for several at once.</param>
    internal PluginCatalog(string folder, IEnumerable<string> files, IEnumerable<string> taken, Func<string, PluginContent> read)
    {
        (_folder, _files, _taken, _read) = (folder, [.. files], [.. taken], read);
        Scan();
    }

    /// <summary>All plug-ins, as of the last look; one that has not answered yet says so in the place of its fault.</summary>
    public IReadOnlyList<Plugin> All => _state.Plugins;

    /// <summary>Their trainers.</summary>
    IReadOnlyList<ITrainer> ITrainerSource.Trainers => Trainers;

    /// <summary>Their trainers.</summary>
    internal IReadOnlyList<ITrainer> Trainers => _state.Trainers;

    /// <summary>
    /// Looks at the folder and the files again, and asks what has come or changed since what it has. Waits for the answers, but
    /// for none longer than 5 s from when it was asked.
    /// </summary>
    /// <returns>Whether anything has, or is gone.</returns>
    public bool Look() => Look(s_usual);

    /// <inheritdoc/>
    bool ITrainerSource.Settle() => Settle();

    /// <summary>The same, and waits until each has answered, or had its time.</summary>
    internal bool Settle() => Look(Timeout.InfiniteTimeSpan);

    private bool Look(TimeSpan patience)
    {
        var changed = Scan();
        Asked[] open;
        lock (_looking)
            open = [.. _contents.Values.Where(asked => !asked.Content.IsCompleted)];
        foreach (var asked in open)
        {
            var left = patience == Timeout.InfiniteTimeSpan ? patience : patience - Stopwatch.GetElapsedTime(asked.Since);
            if (left == Timeout.InfiniteTimeSpan || left > TimeSpan.Zero)
                changed |= asked.Content.Wait(left);
        }

        // One may have answered since, with nobody having waited for it.
        if (!_state.IsSettled)
            Sort();
        return changed;
    }

    private bool Scan()
    {
        lock (_looking)
        {
            PluginFile[] found = [.. PluginFile.In(_folder), .. _files.Select(file => PluginFile.At(Path.GetFullPath(file), "There is no such file."))];
            if (found.SequenceEqual(_state.Found))
                return false;
            var known = _contents;
            _contents = found.Distinct().ToDictionary(file => file, file => known.GetValueOrDefault(file) ?? Ask(file));
            _state = StateOf(found);
            return true;
        }
    }

    private Asked Ask(PluginFile file)
    {
        var content = file.Fault is { } fault ? Task.FromResult(PluginContent.Broken(fault)) : AskAsync(file.Path);
        return new Asked(Stopwatch.GetTimestamp(), content);
    }

    private async Task<PluginContent> AskAsync(string path)
    {
        await _asking.WaitAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        PluginContent content;
        try
        {
            content = await Task.Factory.StartNew(() => _read(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception e)
        {
            content = PluginContent.Broken($"It could not be asked what it has: {PluginReader.Cut(e.Message)}");
        }
        finally
        {
            _asking.Release();
        }

        // Seen by whoever looks next, whether or not somebody waits for it.
        _ = Task.Run(Sort);
        return content;
    }

    private void Sort()
    {
        lock (_looking)
            _state = StateOf(_state.Found);
    }

    private State StateOf(IReadOnlyList<PluginFile> found)
    {
        var names = _taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (plugins, trainers, isSettled) = (new List<Plugin>(), new List<ITrainer>(), true);
        foreach (var file in found)
        {
            var content = _contents[file].Content is { IsCompletedSuccessfully: true } answered ? answered.Result : PluginContent.Unasked;
            isSettled &= content != PluginContent.Unasked;
            var twice = content.Trainers.FirstOrDefault(trainer => !names.Add(trainer.Description.Name));
            var fault = twice is null ? content.Fault : $"There is a trainer named {twice.Description.Name} already.";
            var usable = fault is null ? content.Trainers : [];
            trainers.AddRange(usable.Select(trainer => new PluginTrainer(file.Path, trainer.Type, trainer.Description)));
            plugins.Add(new Plugin(Path.GetFileNameWithoutExtension(file.Path), file.Path, [.. usable.Select(trainer => trainer.Description.Name)], fault));
        }

        return new State(found, plugins, trainers, isSettled);
    }

    /// <summary>One that was asked what it has.</summary>
    private sealed record Asked(long Since, Task<PluginContent> Content);

    /// <summary>What was found.</summary>
    private sealed record State(IReadOnlyList<PluginFile> Found, IReadOnlyList<Plugin> Plugins, IReadOnlyList<ITrainer> Trainers, bool IsSettled);
}
