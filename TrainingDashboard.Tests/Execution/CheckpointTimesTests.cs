using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Execution;

/// <summary>When a running job makes checkpoints by itself.</summary>
public sealed class CheckpointTimesTests
{
    [Fact]
    public async Task CheckpointSteps_MakesOneEverySoManySteps()
    {
        using var paced = new PacedTrainer(batches: 10);
        await using var server = await DashboardServer.StartAsync(
            null, ["--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "4", "--Training:CheckpointBest", "false"], paced);
        paced.AllowAll();
        var job = await server.StartJobAsync("paced", epochs: 2);

        var told = await server.FollowAsync(job.Id);

        // At the last step twice: before its epoch is judged, and after.
        Assert.Equal(
            [(4L, CheckpointReason.Periodic), (8, CheckpointReason.Periodic), (12, CheckpointReason.Periodic), (16, CheckpointReason.Periodic), (20, CheckpointReason.Periodic), (20, CheckpointReason.End)],
            told.OfType<CheckpointEvent>().Select(e => (e.Step, e.Reason)));
    }

    [Fact]
    public async Task CheckpointBest_KeepsTheEpochOfTheLowestValidationLoss()
    {
        // The middle one of three epochs is the best.
        var losses = new[] { 0.5, 0.25, 0.75 };
        var judged = new ScriptedTrainer("judged", context =>
        {
            foreach (var epoch in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([1, 2, 3], 1))
                    context.Report(new StepReport(rows.Span[0], null, 0.1, 1, 1));
                context.ReportValidation(new ValidationReport(losses[epoch - 1], 0.5, null));
            }
        });
        await using var server = await DashboardServer.StartAsync(null, ["--Training:CheckpointSeconds", "86400", "--Training:KeepCheckpoints", "2"], judged);
        var job = await server.StartJobAsync("judged", epochs: 3);
        await server.FollowAsync(job.Id);

        var kept = await server.Services.GetRequiredService<CheckpointControl>().ListAsync(job.Id, default);

        Assert.Equal([9, 6], kept.Select(c => c.Step));
        Assert.Equal((CheckpointReason.End, 0.75, false), (kept[0].Reason, kept[0].ValidationLoss, kept[0].Best));
        Assert.Equal((CheckpointReason.Best, 0.25, true), (kept[1].Reason, kept[1].ValidationLoss, kept[1].Best));
    }
}
