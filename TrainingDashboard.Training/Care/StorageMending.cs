using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Training.Care;

/// <summary>What can be done about a <see cref="Finding"/>, by whoever has the storage folder alone.</summary>
public sealed class StorageMending(
    StorageCare care, StorageFolder storage, IJobStore jobs, JobFeeds feeds, CheckpointStore store, CheckpointFolder checkpoints, CheckpointOwners owners,
    SpecBuilder specs, DatasetCatalog datasets, TimeProvider time)
{
    /// <summary>Makes the job again that checkpoints are of, as far as they tell: parked at the newest whole one. Its curves are lost.</summary>
    /// <param name="name">The finding's name.</param>
    /// <param name="said">What the job was, where that does not stand beside its checkpoints; null where nobody says.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <returns>The job.</returns>
    /// <exception cref="CannotMendException">There is no such finding, or it cannot be adopted; says why.</exception>
    /// <exception cref="InvalidInputException">What is said of the job has faults.</exception>
    public async Task<Job> AdoptAsync(string name, StartRequest? said, CancellationToken cancellationToken)
    {
        var finding = await FindAsync(name, cancellationToken);
        if (finding.Kind != FindingKind.Checkpoints || !JobId.TryParse(finding.Name, out var id))
            throw new CannotMendException($"Only checkpoints can be adopted. {finding.Text}");
        var description = owners.DescriptionOf(id) ?? DescriptionBy(said, id);
        var files = checkpoints.Files(id).OrderByDescending(file => file.Attempt).ThenByDescending(file => file.Step).ToArray();
        var position = files.Select(file => PositionOf(id, file)).FirstOrDefault(found => found is not null)
            ?? throw new CannotMendException($"None of the checkpoints in checkpoints/{id} is whole. They can be kept or removed.");
        var once = description.Number > 0 ? $", once job #{description.Number}" : "";
        var job = await jobs.AddAsync(id, description.Spec, description.CreatedAt, key: null, cancellationToken);
        return await feeds.Open(job).UpdateAsync(
            added => JobUpdate.Move(
                added with
                {
                    Attempt = files[0].Attempt,
                    Desired = DesiredState.Park,
                    Steering = description.Steering with { Pending = [], PauseAt = null },
                    Progress = new JobProgress { Epoch = position.EpochsDone, Step = position.Step },
                },
                JobStatus.Parked,
                $"Adopted from its checkpoints{once}; the curves up to step {position.Step} are lost.",
                time.GetUtcNow()),
            CancellationToken.None);
    }

    /// <summary>Keeps something without using it: it goes into the folder <c>orphans</c>.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="CannotMendException">There is no such finding, or it is not a file or folder.</exception>
    public async Task<string> KeepAsync(string name, CancellationToken cancellationToken)
    {
        var finding = await FindAsync(name, cancellationToken);
        return finding.Kind switch
        {
            FindingKind.SetAside => Path.Combine(storage.OrphansPath, finding.Name),
            FindingKind.Job => throw new CannotMendException("A damaged job stays in the database as it is until it is removed."),
            _ => storage.SetAside(PathOf(finding)),
        };
    }

    /// <summary>Removes something for good.</summary>
    /// <exception cref="CannotMendException">There is no such finding, or more of it cannot be told than that it is damaged.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var finding = await FindAsync(name, cancellationToken);
        if (finding.Kind == FindingKind.Job)
        {
            var damaged = (await jobs.ReadAllAsync(cancellationToken)).Damaged.FirstOrDefault(job => job.Id == finding.Name || $"{job.Number}" == finding.Name)
                ?? throw new CannotMendException($"The job {finding.Name} is no longer damaged.");
            await jobs.RemoveAsync(damaged.Number, cancellationToken);
            return;
        }

        var path = PathOf(finding);
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    private JobDescription DescriptionBy(StartRequest? said, JobId id) => said is { Trainer: not null, Dataset: not null, Epochs: not null }
        ? new JobDescription(0, time.GetUtcNow(), specs.Build(said), JobSteering.None)
        : throw new CannotMendException(
            $"The folder checkpoints/{id} does not tell what the job was: job.json is missing or damaged. Say it with --trainer, "
            + "--data, --epochs and what else it was started with, or keep or remove it.");

    private async Task<Finding> FindAsync(string name, CancellationToken cancellationToken)
        => (await care.LookAsync(cancellationToken)).FirstOrDefault(finding => finding.Name == name)
            ?? throw new CannotMendException($"There is nothing named '{Shown.Cut(name)}' that needs care. `doctor` lists what there is.");

    private TrainingPosition? PositionOf(JobId id, (int Attempt, long Step) file)
    {
        try
        {
            return store.PositionOf(id, file.Attempt, file.Step);
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private string PathOf(Finding finding) => finding.Kind switch
    {
        FindingKind.Checkpoints when JobId.TryParse(finding.Name, out var id) => checkpoints.FolderOf(id),
        FindingKind.Dataset => datasets.FolderOf(finding.Name),
        _ => Path.Combine(storage.OrphansPath, finding.Name),
    };
}

/// <summary>It cannot be done; the message says why.</summary>
public sealed class CannotMendException(string message) : Exception(message);
