using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Inspection;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Api;
using TrainingDashboard.Web.Api.Streams;

namespace TrainingDashboard.Web.Hub;

/// <summary>Jobs for any front-end with a SignalR client: start, list, watch, steer. Faults come back as hub errors with a sentence.</summary>
public sealed class TrainingHub(JobControl control, CheckpointControl checkpoints, ResumeProver prover, JobInspection inspection, JobForks forks, JobRewind rewind, JobRemoval removal, JobFeeds feeds, JobBoard board, TrainerCatalog trainers) : Hub<ITrainingClient>
{
    private const string Caller = "the hub";
    private static readonly TimeSpan s_listInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Starts a job.</summary>
    /// <param name="spec">Any of name, trainer, dataset, epochs, seed, hyperparameters; null for the default job.</param>
    public Task<JobSummary> Start(JsonElement? spec)
        => StartWith(spec, idempotencyKey: null);

    /// <summary>Starts a job once for each key.</summary>
    /// <param name="spec">As for <see cref="Start"/>.</param>
    /// <param name="idempotencyKey">The client's word for this start: the same with the same spec gets the same job. Null for none.</param>
    public Task<JobSummary> StartWith(JsonElement? spec, string? idempotencyKey)
        => Explained(async () =>
        {
            var request = spec is { } json ? StartRequestJson.Read(json) : new StartRequest();
            return (await control.StartAsync(request, idempotencyKey, Context.ConnectionAborted)).Answer;
        });

    /// <summary>All jobs, newest first.</summary>
    public IReadOnlyList<JobSummary> List() => board.List();

    /// <summary>
    /// Follows a job: without <paramref name="after"/> first a snapshot, then every event; with it every event after
    /// that number. The stream completes after the last event of a job that has ended.
    /// </summary>
    public Task<IAsyncEnumerable<Delivery>> Watch(string jobId, long? after, CancellationToken cancellationToken)
        => WatchWith(jobId, after, options: null, cancellationToken);

    /// <summary>Follows a job as <see cref="Watch"/> does, and says how it wants to be served.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="after">The number after which to begin; null for a snapshot first.</param>
    /// <param name="options">What to do when the client falls behind; null for the usual.</param>
    /// <param name="cancellationToken">The client has had enough.</param>
    public async Task<IAsyncEnumerable<Delivery>> WatchWith(
        string jobId, long? after, JsonElement? options, CancellationToken cancellationToken)
    {
        if (after < 0)
            throw new HubException("Expected 'after' to be the number of an event, 0 or more.");
        var reader = await Explained(() => Task.FromResult(StreamRequest.Behind(WatchOptions.Read(options).Behind)));
        var feed = await FindAsync(jobId, cancellationToken);
        await Explained(() => Task.FromResult(StreamRequest.Reachable(feed.Job, after, reader)));
        return Counted(feed.ReadAsync(after, reader, cancellationToken));
    }

    /// <summary>Follows the list of jobs: first all, then those that changed, at most four times a second.</summary>
    public IAsyncEnumerable<JobListChange> WatchJobs(CancellationToken cancellationToken)
        => Counted(board.WatchAsync(s_listInterval, cancellationToken));

    /// <summary>One series of a job in at most <paramref name="points"/> buckets; empty where it has none yet.</summary>
    public async Task<SeriesSnapshot> Series(string jobId, string name, int points)
    {
        if (points is < 1 or > SeriesSummary.DefaultBuckets)
            throw new HubException($"Expected 'points' from 1 to {SeriesSummary.DefaultBuckets}, got {points}.");
        var feed = await FindAsync(jobId, Context.ConnectionAborted);
        return await feed.SeriesAsync(name, points, Context.ConnectionAborted) ?? SeriesSnapshot.Of(name, 0, [], 0);
    }

    /// <summary>Asks the job to wait at its next batch.</summary>
    public Task<Receipt> Pause(string jobId) => SendAsync(jobId, CommandAction.Pause);

    /// <summary>Asks the job to go on; lines a parked one up again.</summary>
    public Task<Receipt> Resume(string jobId) => SendAsync(jobId, CommandAction.Resume);

    /// <summary>Asks the job to end at its next batch, keeping a checkpoint.</summary>
    public Task<Receipt> Stop(string jobId) => SendAsync(jobId, CommandAction.Stop);

    /// <summary>Asks the job to leave its worker at its next batch and to wait in a checkpoint, its slot free for another.</summary>
    public Task<Receipt> Park(string jobId) => SendAsync(jobId, CommandAction.Park);

    /// <summary>Asks the job to keep a checkpoint at its next batch and to go on.</summary>
    public Task<Receipt> Checkpoint(string jobId) => SendAsync(jobId, CommandAction.Checkpoint);

    /// <summary>Sends a command by its word.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="action">pause, resume, stop, park, checkpoint, step, set, revert, breakpoints or rollback.</param>
    /// <param name="commandId">The client's name for it: the same again gets the same receipt and has no second effect. Null for a new one.</param>
    public Task<Receipt> Send(string jobId, string action, string? commandId) => SendWith(jobId, action, arguments: null, commandId);

    /// <summary>Sends a command with arguments, as <c>POST /api/jobs/{id}/commands</c> takes them.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="action">The word for what is asked.</param>
    /// <param name="arguments">With what; null for the usual.</param>
    /// <param name="commandId">The client's name for it; null for a new one.</param>
    public Task<Receipt> SendWith(string jobId, string action, JsonElement? arguments, string? commandId)
        => Explained(() => control.SendAsync(
            JobIds.Parse(jobId), CommandJson.Read(action, arguments, commandId), Caller, Context.ConnectionAborted));

    /// <summary>What may be changed of a job while it runs, and what was.</summary>
    public Task<SteeringView> Steering(string jobId)
        => Explained(async () => SteeringView.Of((await FindAsync(jobId, Context.ConnectionAborted)).Job, trainers));

    /// <summary>A job's checkpoints, those of the latest attempt first, of one attempt the highest step first.</summary>
    public Task<IReadOnlyList<CheckpointInfo>> Checkpoints(string jobId)
        => Explained(() => checkpoints.ListAsync(JobIds.Parse(jobId), Context.ConnectionAborted));

    /// <summary>Pins a checkpoint, so that it is kept, or unpins it.</summary>
    public Task<CheckpointInfo> PinCheckpoint(string jobId, long step, bool pinned)
        => Explained(() => checkpoints.PinAsync(JobIds.Parse(jobId), step, pinned, Context.ConnectionAborted));

    /// <summary>Deletes a checkpoint. Refused where it is pinned or where a waiting job goes on from it.</summary>
    public Task DeleteCheckpoint(string jobId, long step)
        => Explained(async () =>
        {
            await checkpoints.DeleteAsync(JobIds.Parse(jobId), step, Context.ConnectionAborted);
            return true;
        });

    /// <summary>Runs the next steps after a checkpoint again and holds every value against the stored one, bit for bit.</summary>
    public Task<CheckpointInfo> ProveCheckpoint(string jobId, long step)
        => Explained(() => prover.ProveAsync(JobIds.Parse(jobId), step, Context.ConnectionAborted));

    /// <summary>Looks into the model at a checkpoint: parameters and gradients by layer, the worst samples, the confusion.</summary>
    public Task<Inspection> Inspect(string jobId, long step)
        => Explained(() => inspection.LookAsync(JobIds.Parse(jobId), step, Context.ConnectionAborted));

    /// <summary>Asks the model at a checkpoint about a sample.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="sample"><c>cells</c>, a row by its columns, or <c>pixels</c>, an image's bytes in base64.</param>
    public Task<Prediction> Predict(string jobId, long step, JsonElement sample)
        => Explained(() => inspection.PredictAsync(JobIds.Parse(jobId), step, SampleInputJson.Read(sample), Context.ConnectionAborted));

    /// <summary>Starts a new job from a checkpoint of another.</summary>
    /// <param name="jobId">The job it comes from.</param>
    /// <param name="request">The checkpoint's step, and what changes: any of name, epochs, hyperparameters.</param>
    public Task<JobSummary> Fork(string jobId, JsonElement request) => ForkWith(jobId, request, idempotencyKey: null);

    /// <summary>Starts a new job from a checkpoint of another, once for each key.</summary>
    /// <param name="jobId">The job it comes from.</param>
    /// <param name="request">As for <see cref="Fork"/>.</param>
    /// <param name="idempotencyKey">The client's word for this fork: the same with the same request gets the same job. Null for none.</param>
    public Task<JobSummary> ForkWith(string jobId, JsonElement request, string? idempotencyKey)
        => Explained(async () =>
        {
            var fork = ForkRequestJson.Read(request);
            return (await forks.ForkAsync(JobIds.Parse(jobId), fork, idempotencyKey, Context.ConnectionAborted)).Answer;
        });

    /// <summary>Lets a paused or parked job go on from an earlier checkpoint.</summary>
    public Task<Receipt> Rewind(string jobId, long step)
        => Explained(() => rewind.RewindAsync(JobIds.Parse(jobId), step, Caller, Context.ConnectionAborted));

    /// <summary>Removes a job that has ended, with its events, curves and checkpoints.</summary>
    public Task Remove(string jobId)
        => Explained(async () =>
        {
            await removal.RemoveAsync(JobIds.Parse(jobId), Context.ConnectionAborted);
            return true;
        });

    /// <summary>Answers at once, so that a client can measure the round trip.</summary>
    public bool Ping() => true;

    private Task<Receipt> SendAsync(string jobId, CommandAction action)
        => Explained(() => control.SendAsync(JobIds.Parse(jobId), action, Caller, Context.ConnectionAborted));

    private Task<JobFeed> FindAsync(string jobId, CancellationToken cancellationToken)
        => Explained(async () => await feeds.FindAsync(JobIds.Parse(jobId), cancellationToken) ?? throw new JobNotFoundException(jobId));

    private static async Task<T> Explained<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new HubException(e.Message);
        }
    }

    // A stream holds a reader, and what is on its way to it, for as long as it is open.
    private async IAsyncEnumerable<T> Counted<T>(IAsyncEnumerable<T> stream)
    {
        using var place = OpenStreams.Of(Context).Enter();
        await using var items = stream.GetAsyncEnumerator();
        while (await Explained(async () => await items.MoveNextAsync()))
            yield return items.Current;
    }

    private static bool IsRefusal(Exception exception)
        => exception is InvalidInputException or JobNotFoundException or JobNotEndedException or EventsGoneException
            or CheckpointNotFoundException or CheckpointRefusedException or DatasetUnavailableException or IdempotencyKeyUsedException or WorkLineFullException
            or DamagedJobException or DataRefusedException;
}
