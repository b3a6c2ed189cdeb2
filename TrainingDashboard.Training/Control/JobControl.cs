using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// The one way down: every button, hub call and request starts and steers jobs here. Checks, writes the desired state
/// durably, then rings the loop's bell.
/// </summary>
public sealed class JobControl(
    SpecBuilder specs,
    TrainerCatalog trainers,
    IJobStore jobs,
    JobFeeds feeds,
    JobBoard board,
    IJobQueue queue,
    OneStart once,
    RunningJobs running,
    TimeProvider time)
{
    private readonly ReceiptBook _book = new();

    /// <summary>Keeps a new job durably and lines it up.</summary>
    /// <exception cref="InvalidInputException">The request has faults; nothing was started.</exception>
    public async Task<Job> StartAsync(StartRequest request, CancellationToken cancellationToken)
        => (await StartAsync(request, key: null, cancellationToken)).Job;

    /// <summary>Keeps a new job durably and lines it up, once for each key.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="key">The caller's word for it: the same again gets the same job. Null for none.</param>
    /// <param name="cancellationToken">Gives up before the job is kept; where there is a key, gives up waiting only.</param>
    /// <exception cref="InvalidInputException">The request has faults, or the key is none; nothing was started.</exception>
    /// <exception cref="IdempotencyKeyUsedException">Something else was asked for under the key.</exception>
    public async Task<Started> StartAsync(StartRequest request, string? key, CancellationToken cancellationToken)
    {
        if (key is null)
            return new Started(await AddAsync(request, key: null, cancellationToken), IsReplay: false);
        var start = IdempotencyKey.For(key, request);
        return await once.RunAsync(
            start, async () => new Started(await AddAsync(request, start, CancellationToken.None), IsReplay: false), cancellationToken);
    }

    private async Task<Job> AddAsync(StartRequest request, StartKey? key, CancellationToken cancellationToken)
    {
        var spec = specs.Build(request);
        var now = time.GetUtcNow();
        var id = JobId.Create(now);
        var job = await jobs.AddAsync(id, spec, now, key, cancellationToken);
        if (job.Id != id)
            return job;
        board.Take(job);
        // From here on the job exists: it is lined up even if the one who asked has gone.
        await queue.EnqueueAsync(job, CancellationToken.None);
        return job;
    }

    /// <inheritdoc cref="SendAsync(JobId, CommandRequest, string, CancellationToken)"/>
    public Task<Receipt> SendAsync(JobId id, CommandAction action, string by, CancellationToken cancellationToken)
        => SendAsync(id, new CommandRequest(action), by, cancellationToken);

    /// <inheritdoc cref="SendAsync(JobId, CommandRequest, string, CancellationToken)"/>
    public Task<Receipt> SendAsync(JobId id, CommandAction action, string by, string? commandId, CancellationToken cancellationToken)
        => SendAsync(id, new CommandRequest(action, Id: commandId), by, cancellationToken);

    /// <summary>Sends a command to a job. Two racing commands get one winner and one refusal.</summary>
    /// <param name="id">The job.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="by">Who asks, as people read it.</param>
    /// <param name="cancellationToken">Gives up before the command is written.</param>
    /// <returns>A receipt, refused with the reason where the job cannot take the command as it stands.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="InvalidInputException">The command's id is not one, or the job's trainer does not take the arguments.</exception>
    public async Task<Receipt> SendAsync(JobId id, CommandRequest request, string by, CancellationToken cancellationToken)
    {
        var (action, commandId) = (request.Action, request.Id);
        if (commandId is not null)
            CommandId.Check(commandId);
        var feed = await feeds.FindAsync(id, cancellationToken) ?? throw new JobNotFoundException(id.ToString());
        SteeringRules.Check(request, trainers.Find(feed.Job.Spec.Trainer)?.Description);
        // Receipts carry whole milliseconds, so that one read back from the job's events equals the one given.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var command = new JobCommand(commandId ?? CommandId.Create(now), id, action, by, now, request.Arguments ?? CommandJson.ReadArguments(action, json: null));
        if (commandId is not null)
            await feed.HistoryAsync(cancellationToken);

        // Decided while nobody else changes the job, so that of the same command sent twice at once one is the first.
        Receipt? answered = null;
        var job = await feed.UpdateAsync(
            job =>
            {
                if (commandId is not null && (answered = Known(feed, command)) is not null)
                    return null;
                if (CommandRules.Refusal(job, action) is not { } refusal)
                    return CommandRules.Accept(job, command);
                answered = new Receipt(command.Id, id, action, ReceiptState.Refused, refusal, now);
                if (commandId is not null)
                    _book.Add(answered, CommandDigest.Of(command.Arguments));
                return null;
            },
            cancellationToken);
        if (answered is not null)
            return answered;

        var state = job.Status.IsFinal() ? ReceiptState.Applied : ReceiptState.Requested;
        var receipt = new Receipt(command.Id, id, action, state, Reason: null, now);
        if (commandId is not null)
            _book.Add(receipt, CommandDigest.Of(command.Arguments));
        if (job.Status.IsHeld())
            running.TryPost(command);
        else if (job.Status == JobStatus.Queued)
            await queue.EnqueueAsync(job, CancellationToken.None);
        else if (action == CommandAction.Stop)
            await queue.RemoveAsync(id, CancellationToken.None);
        return receipt;
    }

    private Receipt? Known(JobFeed feed, JobCommand command)
    {
        var known = _book.Find(command.Job, command.Id);
        if (known is null && feed.FindReceipt(command.Id) is { } told)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(told.At);
            known = new KnownReceipt(new Receipt(command.Id, command.Job, told.Action, told.State, Reason: null, at), told.Digest);
        }

        if (known is null)
            return null;
        var isAnother = known.Receipt.Action != command.Action
            || (known.Digest is { } first && CommandDigest.Of(command.Arguments) is { } digest && digest != first);
        if (!isAnother)
            return known.Receipt;
        var reason = known.Receipt.Action != command.Action ? "Another command has this id." : "This id was used for the same command with other arguments.";
        return known.Receipt with { Action = command.Action, State = ReceiptState.Refused, Reason = reason };
    }
}
