using System.Globalization;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Training.Care;

/// <summary>Reads everything that is stored, and says what of it is damaged. Changes nothing, and may run beside a dashboard.</summary>
public sealed class StorageCheck(
    StorageCare care, SqliteDatabase database, IJobStore jobs, IEventStore events, ICheckpointIndex index, CheckpointStore store, DatasetCatalog datasets)
{
    private const int EventsAtOnce = 256;

    /// <summary>Reads it all.</summary>
    /// <returns>What is damaged or of nobody, and how much was read, as a sentence.</returns>
    public async Task<(IReadOnlyList<Finding> Findings, string Read)> RunAsync(CancellationToken cancellationToken)
    {
        var findings = (await care.LookAsync(cancellationToken)).ToList();
        findings.AddRange((await database.CheckAsync(cancellationToken)).Select(
            fault => new Finding(FindingKind.Database, "dashboard.db", $"The database is damaged: {fault}", null)));
        var (eventCount, checkpointCount, datasetCount) = (0L, 0, 0);
        var stored = await jobs.ReadAllAsync(cancellationToken);
        foreach (var job in stored.Jobs)
        {
            try
            {
                eventCount += await ReadEventsAsync(job, cancellationToken);
            }
            catch (Exception e) when (StorageCare.IsDamage(e))
            {
                findings.Add(new Finding(FindingKind.Job, job.Id.ToString(), $"Events of job #{job.Number} are damaged: {StorageCare.Sentence(e)}", null));
            }

            checkpointCount += await ReadCheckpointsAsync(job, findings, cancellationToken);
        }

        foreach (var dataset in datasets.List().Where(dataset => dataset.Origin != DatasetOrigin.Generated))
        {
            datasetCount++;
            if (await FaultOfAsync(dataset, cancellationToken) is { } fault)
                findings.Add(new Finding(FindingKind.Dataset, dataset.Name, fault, dataset.Bytes));
        }

        return (findings, string.Create(
            CultureInfo.InvariantCulture, $"{stored.Jobs.Count} jobs, {eventCount} events, {checkpointCount} checkpoints, {datasetCount} datasets"));
    }

    private async Task<long> ReadEventsAsync(Job job, CancellationToken cancellationToken)
    {
        var (count, seen) = (0L, 0L);
        while (await events.ReadAsync(job.Id, seen, EventsAtOnce, cancellationToken) is { Count: > 0 } page)
        {
            count += page.Count;
            seen = page[^1].Seq;
        }

        return count;
    }

    // The index as it is: what a dashboard would put right is to be said.
    private async Task<int> ReadCheckpointsAsync(Job job, List<Finding> findings, CancellationToken cancellationToken)
    {
        var known = await index.ListAsync(job.Id, cancellationToken);
        foreach (var checkpoint in known)
        {
            try
            {
                store.Load(job.Id, checkpoint);
            }
            catch (CheckpointException e)
            {
                // One that retention deleted meanwhile is none.
                if ((await index.ListAsync(job.Id, cancellationToken)).Any(still => still.Step == checkpoint.Step && still.Sha256 == checkpoint.Sha256))
                {
                    findings.Add(new Finding(
                        FindingKind.Checkpoint,
                        $"{job.Id}/{checkpoint.Step}",
                        $"The checkpoint at step {checkpoint.Step} of job #{job.Number} is damaged: {e.Message}",
                        checkpoint.Bytes));
                }
            }
        }

        return known.Count;
    }

    private async Task<string?> FaultOfAsync(DatasetInfo dataset, CancellationToken cancellationToken)
    {
        try
        {
            await datasets.LoadAsync(dataset.Name, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is DatasetUnavailableException or DatasetFormatException or InvalidInputException)
        {
            return e.Message;
        }
    }
}
