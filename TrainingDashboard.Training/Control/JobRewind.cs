using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// Lets a job that does not run go on from an earlier checkpoint. What it did after that stays in its events; the
/// checkpoints of that stretch are abandoned. A job that has ended stays as it ended: it can be forked.
/// </summary>
public sealed class JobRewind(JobControl control, CheckpointStore store, JobFeeds feeds, IJobQueue queue, TimeProvider time)
{
    private static readonly TimeSpan s_parking = TimeSpan.FromSeconds(30);

    /// <summary>Rewinds the job and lines it up. A paused one is parked first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="by">Who asks, as people read it.</param>
    /// <param name="cancellationToken">Gives up before the job is changed; one that was parked stays so.</param>
    /// <returns>A receipt, refused with the reason where the job cannot be rewound as it stands.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="CheckpointNotFoundException">The job has none at this step.</exception>
    /// <exception cref="CheckpointRefusedException">The checkpoint is damaged or abandoned.</exception>
    public async Task<Receipt> RewindAsync(JobId id, long step, string by, CancellationToken cancellationToken)
    {
        var feed = await feeds.FindAsync(id, cancellationToken) ?? throw new JobNotFoundException(id.ToString());
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var command = new JobCommand(CommandId.Create(now), id, CommandAction.Rewind, by, now);
        await CheckAsync(id, step, cancellationToken);
        if (feed.Job.Status == JobStatus.Paused && await ParkAsync(feed, by, cancellationToken) is { } reason)
            return Refused(command, reason);

        string? refusal = null;
        var checkpoint = await CheckAsync(id, step, cancellationToken);
        var job = await feed.UpdateAsync(
            job => (refusal = RefusalOf(job, step)) is null ? Accept(job, command, checkpoint) : null, cancellationToken);
        if (refusal is not null)
            return Refused(command, refusal);
        await queue.EnqueueAsync(job, CancellationToken.None);
        return new Receipt(command.Id, id, command.Action, ReceiptState.Applied, Reason: null, now);
    }

    private static Receipt Refused(JobCommand command, string reason)
        => new(command.Id, command.Job, command.Action, ReceiptState.Refused, reason, command.At);

    private static string? RefusalOf(Job job, long step) => job.Status switch
    {
        _ when job.Status.IsFinal() => $"The job is {job.Status.ToWord()}; fork it instead.",
        JobStatus.Parked or JobStatus.Interrupted or JobStatus.Queued => job.Progress.Step > step
            ? null
            : $"The job stands at step {job.Progress.Step}; only to before it can it be rewound.",
        _ => $"Only a paused or parked job can be rewound; this one is {job.Status.ToWord()}.",
    };

    private static JobUpdate Accept(Job job, JobCommand command, CheckpointInfo to)
    {
        var at = command.At.ToUnixTimeMilliseconds();
        var receipt = new ReceiptEvent(at, command.Id, command.Action, ReceiptState.Applied, command.By, to.Step, Milliseconds: 0);
        var rewound = job with
        {
            Desired = DesiredState.Run,
            PausedByHit = false,
            Steering = job.Steering.GoneBackTo(to.Step),
            Progress = new JobProgress
            {
                Epoch = to.Epoch,
                Step = to.Step,
                TotalSteps = job.Progress.TotalSteps,
                ValidationLoss = to.ValidationLoss,
                ValidationAccuracy = to.ValidationAccuracy,
            },
        };
        var reason = $"Rewound by {command.By} from step {job.Progress.Step} to step {to.Step}.";
        if (job.Status == JobStatus.Queued)
            return new JobUpdate(rewound with { Reason = reason }, [receipt, new StatusEvent(at, JobStatus.Queued, reason, job.Attempt)]) { Durable = true };
        var move = JobUpdate.Move(rewound, JobStatus.Queued, reason, command.At);
        return move with { Events = [receipt, .. move.Events] };
    }

    private async Task<CheckpointInfo> CheckAsync(JobId id, long step, CancellationToken cancellationToken)
    {
        var checkpoint = await store.FindAsync(id, step, cancellationToken);
        if (checkpoint.Abandoned)
            throw new CheckpointRefusedException("The job was rewound to before this checkpoint already; fork from it instead.");
        store.LoadUsable(id, checkpoint);
        return checkpoint;
    }

    /// <returns>Null when it is parked, else why it is not.</returns>
    private async Task<string?> ParkAsync(JobFeed feed, string by, CancellationToken cancellationToken)
    {
        var seen = feed.Job.Seq;
        var park = await control.SendAsync(feed.Job.Id, CommandAction.Park, by, cancellationToken);
        if (park.State == ReceiptState.Refused)
            return park.Reason;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_parking);
        try
        {
            await foreach (var delivery in feed.ReadAsync(seen, patience.Token))
            {
                foreach (var happened in delivery.Frames.SelectMany(frame => frame.Events))
                {
                    if (happened is StatusEvent { Status: JobStatus.Parked })
                        return null;
                    if (happened is ReceiptEvent { State: ReceiptState.Refused } refused && refused.Command == park.Command)
                        return refused.Reason;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The job was not parked within {s_parking.TotalSeconds:0} s.";
        }

        return $"The job is {feed.Job.Status.ToWord()}.";
    }
}
