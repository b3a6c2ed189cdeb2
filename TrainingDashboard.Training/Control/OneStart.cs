using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>Makes one job of all starts of one key, those sent at the same time and those sent after a restart.</summary>
public sealed class OneStart(IJobStore jobs)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Request, Task<Started> Start)> _underWay = new(StringComparer.Ordinal);

    /// <summary>Starts, or finds what was started under the key.</summary>
    /// <param name="key">Names the start.</param>
    /// <param name="start">
    /// Starts. Once begun it is not given up: who asked may have lost the connection, and asks again. What it throws reaches
    /// all who ask meanwhile; the key is then as new.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="IdempotencyKeyUsedException">Something else was asked for under the key.</exception>
    public async Task<Started> RunAsync(StartKey key, Func<Task<Started>> start, CancellationToken cancellationToken)
    {
        Task<Started> started;
        var isFirst = false;
        lock (_lock)
        {
            // one that is over is in the store, if it gave a job
            if (_underWay.TryGetValue(key.Text, out var same) && !same.Start.IsCompleted)
            {
                started = same.Request == key.Request ? same.Start : throw new IdempotencyKeyUsedException(null);
            }
            else
            {
                isFirst = true;
                started = Task.Run(() => FindOrStartAsync(key, start), CancellationToken.None);
                _underWay[key.Text] = (key.Request, started);
            }
        }

        if (isFirst)
            _ = ForgetAfterAsync(key.Text, started);
        var done = await started.WaitAsync(cancellationToken);
        return isFirst ? done : done with { IsReplay = true };
    }

    private async Task<Started> FindOrStartAsync(StartKey key, Func<Task<Started>> start)
    {
        var started = await jobs.FindByKeyAsync(key.Text, CancellationToken.None) is { } known
            ? new Started(known, IsReplay: true)
            : await start();
        return started.Job.StartKey?.Request == key.Request ? started : throw new IdempotencyKeyUsedException(started.Job);
    }

    private async Task ForgetAfterAsync(string key, Task start)
    {
        await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (_underWay.TryGetValue(key, out var known) && known.Start == start)
                _underWay.Remove(key);
        }
    }
}

/// <summary>A job that was asked for.</summary>
/// <param name="Job">The job as it stands.</param>
/// <param name="IsReplay">Whether it had been started before, under the same key.</param>
public sealed record Started(Job Job, bool IsReplay)
{
    /// <summary>What to answer: the job as it was when it had just been asked for, the same each time it is asked for.</summary>
    public JobSummary Answer => JobSummary.Of(Job.AsStarted());
}

/// <summary>A key named another start before.</summary>
public sealed class IdempotencyKeyUsedException(Job? job) : Exception(
    $"This {IdempotencyKey.Header} was used to ask for something else{(job is null ? "" : $", which is job #{job.Number}")}. "
    + "Send the same request again, or a new key.")
{
    /// <summary>The job that the key names; null while it is only about to be started.</summary>
    public Job? Job { get; } = job;
}
