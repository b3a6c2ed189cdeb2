using System.Diagnostics;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Plugins;

/// <summary>Plug-ins are asked in the background: one that does not answer holds up nobody for long.</summary>
public sealed class PluginCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _gate = new();

    public void Dispose()
    {
        _gate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task PlugIn_ThatDoesNotAnswer_DelaysNeitherTheStartNorTheOthers()
    {
        File.WriteAllText(_folder.Of("hangs.dll"), "bytes that are not looked at here");
        File.WriteAllText(_folder.Of("sound.dll"), "bytes that are not looked at here");
        var since = Stopwatch.GetTimestamp();

        var catalog = new PluginCatalog(_folder.Path, [], [], Read);

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await Eventually.IsAsync(() => catalog.Trainers.Any(trainer => trainer.Description.Name == "sound"), "the sound one is there");
        Assert.Equal("It has not said yet what it has; look again in a moment.", catalog.All.Single(plugin => plugin.Name == "hangs").Fault);
        // Whoever asks waits for some seconds once, and then no more.
        catalog.Look();
        since = Stopwatch.GetTimestamp();
        catalog.Look();
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        _gate.Set();
        catalog.Settle();
        Assert.All(catalog.All, plugin => Assert.Null(plugin.Fault));
    }

    [Fact]
    public void Trainer_OfAPlugInThatHasNotAnsweredYet_IsWaitedFor()
    {
        File.WriteAllText(_folder.Of("sound.dll"), "bytes that are not looked at here");
        var trainers = new TrainerCatalog([], new PluginCatalog(_folder.Path, [], [], Read));

        Assert.NotNull(trainers.Find("sound"));
        Assert.Null(trainers.FindPatiently("another"));
    }

    [Fact]
    public void Reading_ThatThrows_IsThatPlugInsFault()
    {
        File.WriteAllText(_folder.Of("odd.dll"), "bytes that are not looked at here");
        var catalog = new PluginCatalog(_folder.Path, [], [], _ => throw new InvalidDataException(new string('x', 10_000)));

        catalog.Look();

        var fault = Assert.Single(catalog.All).Fault!;
        Assert.StartsWith("It could not be asked what it has: xxx", fault, StringComparison.Ordinal);
        Assert.InRange(fault.Length, 1, 600);
    }

    private PluginContent Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (name == "hangs")
            _gate.Wait();
        return new PluginContent([new PluginContent.Trainer(name, new TrainerDescription(name, name, "", [DatasetKind.Table], 1, []))], null);
    }
}
