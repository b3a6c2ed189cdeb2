using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>A job that is changed while it runs, with and without the dashboard being killed on the way.</summary>
[Collection(Alone.Name)]
public sealed class SteeredKillTests
{
    // Some seconds on one core, 25 batches an epoch until the batch size is halved.
    private const string Spec =
        """{"trainer":"mlp","dataset":"spirals","epochs":12,"seed":11,"hyperparameters":{"hiddenLayers":[512,512],"batchSize":32}}""";

    private static readonly string[] s_changes =
    [
        """{"action":"set","arguments":{"values":{"batchSize":16,"dropout":0.2},"at":90}}""",
        """{"action":"set","arguments":{"values":{"learningRate":0.001},"at":140,"over":120}}""",
        """{"action":"set","arguments":{"values":{"weightDecay":0.01,"epochs":10},"at":320}}""",
    ];

    private static readonly string[] s_settings = ["--Training:ThreadsPerJob", "1", "--Training:Slots", "1", "--Training:CheckpointSeconds", "0.2"];

    [Fact]
    public async Task Kill_BeforeAndWithinChanges_GivesTheSameBitsAsTheSameChangesWithoutIt()
    {
        // Killed with all changes to come, and in the middle of the ramp.
        var killed = await RunAsync(60, 200);
        var whole = await RunAsync();

        Assert.Equal(whole.Curve(), killed.Curve());
        Assert.Equal(whole.Curve("lr"), killed.Curve("lr"));
        Assert.Equal(whole.Curve("val/loss"), killed.Curve("val/loss"));
        Assert.Equal(
            whole.OfType<HyperparameterEvent>().Select(e => (e.Step, e.Epoch, e.Over)),
            killed.OfType<HyperparameterEvent>().Select(e => (e.Step, e.Epoch, e.Over)));
        Assert.True(killed.Statuses().Count(s => s == JobStatus.Interrupted) == 2);
    }

    private static async Task<IReadOnlyList<JobEvent>> RunAsync(params long[] kills)
    {
        using var folder = new TemporaryFolder();
        JobId id = default;
        foreach (var step in kills)
        {
            await using var dashboard = await DashboardProcess.StartAsync(folder.Path, s_settings);
            if (step == kills[0])
                id = await StartAsync(dashboard);
            await dashboard.HasReachedAsync(id, step);
            await dashboard.KillAsync();
        }

        await using (var last = await DashboardProcess.StartAsync(folder.Path, s_settings))
        {
            if (kills.Length == 0)
                id = await StartAsync(last);
            await last.IsAsync(id, "completed");
            Assert.Equal(0, await last.TerminateAsync());
        }

        var (job, events) = await DashboardJobs.KeptAsync(folder.Path, id);
        Assert.Empty(job.Steering.Pending);
        Assert.Equal(10, job.Epochs);
        return events;
    }

    private static async Task<JobId> StartAsync(DashboardProcess dashboard)
    {
        var id = await dashboard.StartJobAsync(Spec);
        foreach (var change in s_changes)
            await dashboard.PostAsync($"/api/jobs/{id}/commands", change);
        return id;
    }
}
