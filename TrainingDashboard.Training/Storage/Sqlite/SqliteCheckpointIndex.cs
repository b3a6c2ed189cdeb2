using System.Text.Json;
using Dapper;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>
/// The index of checkpoints in SQLite. What a power cut takes from it is found again among the files, except a pin and a
/// proof, which are durable.
/// </summary>
public sealed class SqliteCheckpointIndex(SqliteDatabase database) : ICheckpointIndex
{
    private const string Number = "(SELECT number FROM jobs WHERE id = @Job)";
    private const string Columns = "step, attempt, epoch, at, bytes, sha256, reason, validation_loss, validation_accuracy, pinned";
    private const string Values = "@Step, @Attempt, @Epoch, @At, @Bytes, @Sha256, @Reason, @ValidationLoss, @ValidationAccuracy, @Pinned";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckpointInfo>> ListAsync(JobId job, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<CheckpointInfo>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<CheckpointRow>(
                    $"""
                    SELECT step AS Step, attempt AS Attempt, epoch AS Epoch, at AS At, bytes AS Bytes, sha256 AS Sha256, reason AS Reason,
                        validation_loss AS ValidationLoss, validation_accuracy AS ValidationAccuracy,
                        pinned AS Pinned, abandoned AS Abandoned, proof AS Proof
                    FROM checkpoints WHERE job = {Number} ORDER BY attempt DESC, step DESC
                    """,
                    new { Job = job.ToString() });
                return [.. rows.Select(row => row.ToInfo())];
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> AddAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken)
        => await WriteAsync(
            durable: false,
            $"INSERT OR REPLACE INTO checkpoints (job, {Columns}) SELECT number, {Values} FROM jobs WHERE id = @Job AND attempt = @Attempt",
            CheckpointRow.Of(job, checkpoint),
            cancellationToken) > 0;

    /// <inheritdoc/>
    public Task AdoptAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken)
        => WriteAsync(
            durable: false,
            $"INSERT OR IGNORE INTO checkpoints (job, {Columns}) SELECT number, {Values} FROM jobs WHERE id = @Job",
            CheckpointRow.Of(job, checkpoint),
            cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(JobId job, CheckpointInfo checkpoint, CancellationToken cancellationToken)
        => WriteAsync(
            durable: false,
            $"DELETE FROM checkpoints WHERE job = {Number} AND step = @Step AND attempt = @Attempt",
            CheckpointRow.Of(job, checkpoint),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PinAsync(JobId job, long step, bool pinned, CancellationToken cancellationToken)
        => await WriteAsync(
            durable: true,
            $"UPDATE checkpoints SET pinned = @Pinned WHERE job = {Number} AND step = @Step",
            new { Job = job.ToString(), Step = step, Pinned = pinned ? 1 : 0 },
            cancellationToken) > 0;

    /// <inheritdoc/>
    public Task KeepProofAsync(JobId job, CheckpointInfo checkpoint, ResumeProof proof, CancellationToken cancellationToken)
        => WriteAsync(
            durable: true,
            $"UPDATE checkpoints SET proof = @Proof WHERE job = {Number} AND step = @Step AND sha256 = @Sha256",
            new { Job = job.ToString(), checkpoint.Step, checkpoint.Sha256, Proof = JsonSerializer.Serialize(proof, FeedJson.Options) },
            cancellationToken);

    private Task<int> WriteAsync(bool durable, string sql, object parameters, CancellationToken cancellationToken)
        => database.WriteAsync(
            durable, (connection, transaction) => connection.Execute(sql, parameters, transaction), cancellationToken);
}

/// <summary>A checkpoint as its row: the reason as a word, validation values as the bits of their doubles, as SQLite has no NaN.</summary>
internal sealed class CheckpointRow
{
    public string Job { get; init; } = "";

    public long Step { get; init; }

    public long Attempt { get; init; }

    public long Epoch { get; init; }

    public long At { get; init; }

    public long Bytes { get; init; }

    public string Sha256 { get; init; } = "";

    public string Reason { get; init; } = "";

    public long? ValidationLoss { get; init; }

    public long? ValidationAccuracy { get; init; }

    public long Pinned { get; init; }

    public long Abandoned { get; init; }

    public string? Proof { get; init; }

    public static CheckpointRow Of(JobId job, CheckpointInfo info) => new()
    {
        Job = job.ToString(),
        Step = info.Step,
        Attempt = info.Attempt,
        Epoch = info.Epoch,
        At = info.At.ToUnixTimeMilliseconds(),
        Bytes = info.Bytes,
        Sha256 = info.Sha256,
        Reason = info.Reason.ToString(),
        ValidationLoss = Bits(info.ValidationLoss),
        ValidationAccuracy = Bits(info.ValidationAccuracy),
        Pinned = info.Pinned ? 1 : 0,
    };

    public CheckpointInfo ToInfo() => new()
    {
        Step = Step,
        Attempt = (int)Attempt,
        Epoch = (int)Epoch,
        At = DateTimeOffset.FromUnixTimeMilliseconds(At),
        Bytes = Bytes,
        Sha256 = Sha256,
        Reason = Enum.Parse<CheckpointReason>(Reason),
        ValidationLoss = Double(ValidationLoss),
        ValidationAccuracy = Double(ValidationAccuracy),
        Pinned = Pinned != 0,
        Abandoned = Abandoned != 0,
        Proof = Proof is null ? null : JsonSerializer.Deserialize<ResumeProof>(Proof, FeedJson.Options),
    };

    private static long? Bits(double? value) => value is { } number ? BitConverter.DoubleToInt64Bits(number) : null;

    private static double? Double(long? bits) => bits is { } value ? BitConverter.Int64BitsToDouble(value) : null;
}
