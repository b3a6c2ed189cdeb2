using Quartz;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>What Quartz fires: one execution of one job, taking one slot.</summary>
[DisallowConcurrentExecution]
internal sealed class RunJob(JobRunner runner, RunningJobs running, JobBoard board) : IJob
{
    public const string JobIdKey = "job";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (JobId.TryParse(context.MergedJobDataMap.GetString(JobIdKey), out var id))
        {
            using var slot = board.Assign(id);
            await runner.RunAsync(id, cancellationToken);
        }

        // A dataset and a network are large, and an idle process collects nothing: give them back to the system now,
        // while there is no loop and no live curve that a pause could hold up.
        if (running.IsEmpty)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
