using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Execution.Children;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>What this machine has and what is missing.</summary>
internal static class Doctor
{
    /// <summary>Looks around.</summary>
    /// <param name="folder">The storage folder meant; null for the usual one.</param>
    /// <returns>What was found, and whether nothing is wrong.</returns>
    public static async Task<(IReadOnlyList<(string Name, string Value)> Facts, bool IsWell)> ExamineAsync(string? folder)
    {
        var facts = new List<(string, string)>
        {
            ("runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}"),
            ("processor", string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits")),
            ("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB")),
            ("processes of their own", ChildProgram.Find() is null ? "no: jobs run in the dashboard's process, as it was published in one file" : "yes, for each job"),
        };
        var (torch, isWell) = ExamineTorch();
        facts.Add(("TorchSharp", torch));
        var path = Path.GetFullPath(Workshop.PathOf(folder));
        facts.Add(("storage", path));
        try
        {
            using var storage = StorageFolder.Open(path);
            facts.Add(("", string.Create(CultureInfo.InvariantCulture, $"free for use, {new DriveInfo(path).AvailableFreeSpace / 1e9:0.0} GB of room")));
        }
        catch (StorageException e)
        {
            facts.Add(("", e.Message));
            isWell &= e.IsInUse;
        }

        isWell &= await AddFindingsAsync(facts, folder);
        var read = ChildProgram.Find() is { } program ? file => PluginChildren.Read(new OneShot(program, 0), file) : (Func<string, PluginContent>)PluginReader.ReadHere;
        var plugins = new PluginCatalog(Path.Combine(path, "plugins"), [], BuiltInTrainers.All.Select(trainer => trainer.Description.Name), read);
        plugins.Settle();
        foreach (var trainer in BuiltInTrainers.All.Concat(plugins.Trainers))
            facts.Add(("trainer", $"{trainer.Description.Name}: {trainer.Description.Title}{(trainer is PluginTrainer plugin ? $", from {Path.GetFileName(plugin.File)}" : "")}"));
        foreach (var broken in plugins.All.Where(plugin => plugin.Fault is not null))
        {
            facts.Add(("plug-in", $"{broken.Name} cannot be used: {broken.Fault}"));
            isWell = false;
        }

        return (facts, isWell);
    }

    // Beside a dashboard that has the folder too: it is only read.
    private static async Task<bool> AddFindingsAsync(List<(string, string)> facts, string? folder)
    {
        if (!File.Exists(Path.Combine(Workshop.PathOf(folder), StorageFolder.LockFile)))
            return true;
        try
        {
            await using var workshop = Workshop.Open(folder, alone: false);
            var findings = await workshop.Get<StorageCare>().LookAsync(CancellationToken.None);
            facts.AddRange(findings.Select(finding => (
                finding.Kind == FindingKind.SetAside ? "set aside" : "needs care", $"{finding.Text} Its name here: {finding.Name}")));
            if (findings.Any(finding => finding.Kind != FindingKind.SetAside))
                facts.Add(("", "`doctor adopt NAME` makes a job again of checkpoints, `doctor keep NAME` puts it into orphans, `doctor remove NAME` deletes it."));
            return findings.All(finding => finding.Kind == FindingKind.SetAside);
        }
        catch (StorageException e)
        {
            facts.Add(("needs care", e.Message));
            return false;
        }
    }

#if TORCHSHARP
    private static (string Value, bool IsWell) ExamineTorch()
    {
        try
        {
            Trainers.Torch.LibTorch.Load();
            return ($"for libtorch {Trainers.Torch.LibTorch.Version}, which finds {Trainers.Torch.LibTorch.CountGpus()} graphics processors", true);
        }
        catch (InvalidOperationException e)
        {
            return (e.Message, false);
        }
    }
#else
    private static (string Value, bool IsWell) ExamineTorch()
        => ("not built in; TorchSharp=true ./run builds it in", true);
#endif
}
