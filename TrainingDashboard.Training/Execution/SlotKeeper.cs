using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// Parks jobs that are paused and should leave their slots. One that a breakpoint or the guard paused: as soon as another
/// waits for its slot, and never while none does. One that a person paused: after as long as the settings say.
/// </summary>
internal sealed partial class SlotKeeper(
    JobBoard board, JobControl control, IOptions<ExecutionOptions> options, TimeProvider time, ILogger<SlotKeeper> logger) : BackgroundService
{
    // A job that could not be parked, because the disk is full, is not asked again at once.
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);
    private readonly Dictionary<JobId, long> _asked = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (holders, blocked, news) = board.Line();
            var asked = holders.Where(holder => holder.IsPaused || holder.Leaves).Select(holder => holder.Job.Id);
            foreach (var gone in _asked.Keys.Except(asked).ToArray())
                _asked.Remove(gone);
            foreach (var (id, by) in Overdue(holders).Concat(MakeRoom(holders, blocked)).ToArray())
                await ParkAsync(id, by, stoppingToken);
            await news.WaitAsync(UntilNext(holders), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<(JobId Id, string By)> Overdue(IReadOnlyList<SlotHolding> holders)
        => holders.Where(holder => KeepsItsSlot(holder) && MayAsk(holder.Job.Id) && Left(holder) <= TimeSpan.Zero)
            .Select(holder => (holder.Job.Id, $"the dashboard, after {options.Value.ParkAfterMinutes:0.###} minutes of pause"));

    private bool KeepsItsSlot(SlotHolding holder) => holder is { IsPaused: true, Job.PausedByHit: false } && options.Value.ParkAfterMinutes > 0;

    private TimeSpan Left(SlotHolding holder) => options.Value.ToRules().ParkAfter - time.GetElapsedTime(holder.PausedAt);

    private bool MayAsk(JobId id) => !_asked.TryGetValue(id, out var at) || time.GetElapsedTime(at) >= s_retry;

    // Of several the newest first: the oldest keep what they have in memory for longer.
    private IEnumerable<(JobId Id, string By)> MakeRoom(IReadOnlyList<SlotHolding> holders, IReadOnlyList<Job> blocked)
        => holders.Where(holder => holder is { IsPaused: true, Job.PausedByHit: true } && MayAsk(holder.Job.Id))
            .Reverse()
            .Zip(blocked.Skip(holders.Count(holder => holder.Leaves)))
            .Select(pair => (pair.First.Job.Id, $"the dashboard to make room for #{pair.Second.Number}"));

    private TimeSpan UntilNext(IReadOnlyList<SlotHolding> holders)
    {
        var waits = holders.Where(KeepsItsSlot).Select(Left)
            .Concat(_asked.Values.Select(at => s_retry - time.GetElapsedTime(at)))
            .Where(wait => wait > TimeSpan.Zero);
        return waits.Append(s_longestWait).Min();
    }

    private async Task ParkAsync(JobId id, string by, CancellationToken cancellationToken)
    {
        _asked[id] = time.GetTimestamp();
        try
        {
            await control.SendAsync(id, CommandAction.Park, by, cancellationToken);
        }
        catch (JobNotFoundException)
        {
            // It ended, and was removed, meanwhile.
        }
        catch (Exception e) when (e is IOException or System.Data.Common.DbException or StaleJobException || StorageCare.IsDamage(e))
        {
            LogNotParked(logger, e, id);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Job {Job} could not be asked to park; it is asked again in a minute.", EventName = "NotParked")]
    private static partial void LogNotParked(ILogger logger, Exception exception, JobId job);
}
