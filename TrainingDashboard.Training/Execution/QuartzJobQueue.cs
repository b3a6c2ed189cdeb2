using Quartz;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Execution;

/// <summary>The queue as Quartz triggers: all due at the same past instant, so that priority alone decides, and it says first come, first served.</summary>
internal sealed class QuartzJobQueue(ISchedulerFactory schedulers) : IJobQueue
{
    private const string Group = "jobs";
    private static readonly DateTimeOffset s_due = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task EnqueueAsync(Job job, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var id = job.Id.ToString();
        var detail = JobBuilder.Create<RunJob>()
            .WithIdentity(id, Group)
            .UsingJobData(RunJob.JobIdKey, id)
            .Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(id, Group)
            .ForJob(detail)
            .WithPriority((int)(int.MaxValue - Math.Min(job.Number, int.MaxValue - 1)))
            .StartAt(s_due)
            .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .Build();
        await scheduler.ScheduleJob(detail, [trigger], new ScheduleJobOptions { Replace = true }, cancellationToken);
    }

    public async Task RemoveAsync(JobId id, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        try
        {
            await scheduler.DeleteJob(new JobKey(id.ToString(), Group), cancellationToken);
        }
        catch (SchedulerException)
        {
            // It is being fired at this moment. Whoever takes it up asks the jobs' table, which is the truth.
        }
    }
}
