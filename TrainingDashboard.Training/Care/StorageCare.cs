using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Training.Care;

/// <summary>
/// What of the storage folder is damaged or of nobody. It finds and says; what becomes of it somebody decides
/// (<see cref="StorageMending"/>).
/// </summary>
public sealed partial class StorageCare(
    StorageFolder storage, SqliteDatabase database, IJobStore jobs, CheckpointFolder checkpoints, CheckpointOwners owners, DatasetCatalog datasets,
    ILogger<StorageCare> logger)
{
    private readonly ConcurrentDictionary<string, DamagedJob> _met = new();
    private volatile IReadOnlyList<Finding> _known = [];

    /// <summary>What was found at the start and since, without looking again.</summary>
    public IReadOnlyList<Finding> Known => [.. _known, .. _met.Values.Select(OfJob).Where(met => !_known.Contains(met))];

    /// <summary>Whether a fault is of what is stored, not of what was asked for.</summary>
    public static bool IsDamage(Exception fault)
        => fault.IsDamage() || fault is DamagedJobException or InvalidDataException or System.Text.Json.JsonException;

    /// <summary>What is wrong, as a sentence.</summary>
    public static string Sentence(Exception fault) => fault switch
    {
        DamagedJobException damaged => damaged.Job.Reason,
        _ when fault.IsDamage() => $"What is stored of it cannot be read: {SqliteDamage.Sentence(fault)}",
        _ => $"What is stored of it cannot be read: {fault.Message}",
    };

    /// <summary>Looks at everything but the contents of files.</summary>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        _known = Find(await jobs.ReadAllAsync(cancellationToken));
        return Known;
    }

    /// <summary>At the start: deletes what is marked as left over, and logs what is found.</summary>
    internal void Begin(StoredJobs all)
    {
        // Where the id of a damaged job cannot be read, any folder may be its.
        if (all.Damaged.All(HasId) && owners.RemoveLeftovers(IdsOf(all)) is > 0 and var count)
            LogLeftovers(logger, count);
        _known = Find(all);
        foreach (var note in database.Note is { } strange ? storage.Notes.Prepend(strange) : storage.Notes)
            LogNote(logger, note);
        foreach (var finding in _known.Where(finding => finding.Kind != FindingKind.SetAside).Take(20))
            LogFound(logger, finding.Kind, finding.Name, finding.Text);
    }

    /// <summary>Remembers a job that turned out to be damaged.</summary>
    internal void Meet(JobId id, Exception fault)
    {
        var damaged = new DamagedJob(0, id.ToString(), Sentence(fault));
        _met[id.ToString()] = damaged;
        LogFound(logger, FindingKind.Job, id.ToString(), damaged.Reason);
    }

    private static bool HasId(DamagedJob job) => JobId.TryParse(job.Id, out _);

    private static HashSet<string> IdsOf(StoredJobs all)
        => [.. all.Jobs.Select(job => job.Id.ToString()), .. all.Damaged.Select(job => job.Id).OfType<string>()];

    private List<Finding> Find(StoredJobs all)
    {
        var findings = all.Damaged.Select(OfJob).ToList();
        var nameless = all.Damaged.Where(job => !HasId(job)).Select(job => job.Number).ToHashSet();
        findings.AddRange(owners.Orphans(IdsOf(all))
            .Where(id => nameless.Count == 0 || owners.DescriptionOf(id) is not { } description || !nameless.Contains(description.Number))
            .Select(id => new Finding(FindingKind.Checkpoints, id.ToString(), TextOf(id, nameless.Count == 0), checkpoints.BytesOf(id))));
        findings.AddRange(datasets.Damaged().Select(name => new Finding(
            FindingKind.Dataset, name, $"The dataset '{name}' has no description that can be read (datasets/{name}/dataset.json).", null)));
        findings.AddRange(storage.Orphans().Select(entry => new Finding(
            FindingKind.SetAside, entry.Name, $"'{entry.Name}' was set aside in the folder orphans.", entry.Bytes)));
        return findings;
    }

    private static Finding OfJob(DamagedJob job)
        => new(
            FindingKind.Job,
            job.Id ?? job.Number.ToString(CultureInfo.InvariantCulture),
            $"Job {(job.Number > 0 ? $"#{job.Number}" : job.Id)} is damaged: {job.Reason}", null);

    private string TextOf(JobId id, bool isSure)
    {
        var count = checkpoints.Files(id).Count;
        var what = owners.DescriptionOf(id) is { } description
            ? $"'{description.Spec.Name}', once job #{description.Number}"
            : "a job of which nothing else is known";
        var where = isSure ? "the database does not have" : "the database may have, damaged";
        return string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "checkpoint" : "checkpoints")} of {what}, which {where}.");
    }

    [LoggerMessage(1, LogLevel.Warning, "Needs care, {Kind} {Name}: {Text} It was left as it is; `training doctor` says what can be done.", EventName = "Found")]
    private static partial void LogFound(ILogger logger, FindingKind kind, string name, string text);

    [LoggerMessage(2, LogLevel.Information, "{Count} folders were deleted that a removal or a fork had left.", EventName = "Leftovers")]
    private static partial void LogLeftovers(ILogger logger, int count);

    [LoggerMessage(3, LogLevel.Warning, "{Note}", EventName = "Note")]
    private static partial void LogNote(ILogger logger, string note);
}
