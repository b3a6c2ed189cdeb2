using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Checkpoints;

/// <summary>A job in a database and a checkpoint store beside it, without anything that runs.</summary>
internal sealed class CheckpointJob : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;
    private Job _job;

    public CheckpointJob()
    {
        _database = new SqliteDatabase(_folder.Of("dashboard.db"));
        Index = new SqliteCheckpointIndex(_database);
        Folder = new CheckpointFolder(_folder.Of("checkpoints"));
        Store = new CheckpointStore(Folder, Index, TimeProvider.System);
        _job = new SqliteJobStore(_database).AddAsync(JobId.Create(DateTimeOffset.UnixEpoch), A.Spec, DateTimeOffset.UnixEpoch, key: null, default).Result;
    }

    public JobId Id => _job.Id;

    public CheckpointFolder Folder { get; }

    public SqliteCheckpointIndex Index { get; }

    public CheckpointStore Store { get; }

    /// <summary>The file of a checkpoint.</summary>
    public string FileOf(int attempt, long step) => Folder.PathOf(Id, attempt, step);

    public static byte[] Content(long step, int epoch = 0) => Checkpoint.Encode(new TrainingPosition(epoch, (int)step, step), []);

    /// <summary>The next attempt takes the job.</summary>
    public async Task AttemptAsync()
    {
        var before = _job;
        var after = JobUpdate.Move(
            before with { Attempt = before.Attempt + 1, Status = JobStatus.Queued }, JobStatus.Running, null, DateTimeOffset.UnixEpoch);
        _job = after.Job with { Seq = before.Seq + 1 };
        await new SqliteEventStore(_database).AppendAsync(before, _job, [after.Events[0] with { Seq = _job.Seq }], durable: false, default);
    }

    public Task<CheckpointInfo> SaveAsync(int attempt, long step, double? loss = null, int keep = 3, CheckpointReason reason = CheckpointReason.Periodic)
        => Store.SaveAsync(
            Id, attempt, new CheckpointDraft(new TrainingPosition(0, (int)step, step), Content(step), reason, loss), keep, default);

    public async Task<IReadOnlyList<long>> StepsAsync() => [.. (await Store.ListAsync(Id, default)).Select(c => c.Step)];

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }
}
