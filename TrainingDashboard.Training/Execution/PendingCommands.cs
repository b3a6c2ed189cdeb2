using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// The commands that were accepted and that no loop has obeyed: a resume of a parked job, or what was on its way when the
/// worker went away. An attempt begins with them, so that nothing accepted is lost.
/// </summary>
internal static class PendingCommands
{
    /// <param name="job">The job.</param>
    /// <param name="history">What was done to it, in order.</param>
    public static IReadOnlyList<JobCommand> Of(JobId job, IReadOnlyList<JobEvent> history)
    {
        var receipts = history.OfType<ReceiptEvent>().ToArray();
        var settled = receipts.Where(r => r.State != ReceiptState.Requested).Select(r => r.Command).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. receipts.Where(r => r.State == ReceiptState.Requested && CanWait(r.Action) && settled.Add(r.Command))
                .Select(r => new JobCommand(r.Command, job, r.Action, r.By, DateTimeOffset.FromUnixTimeMilliseconds(r.At))),
        ];
    }

    // A stop is carried out by whoever finds the job stopping.
    private static bool CanWait(CommandAction action)
        => action is CommandAction.Pause or CommandAction.Resume or CommandAction.Park or CommandAction.Checkpoint;
}
