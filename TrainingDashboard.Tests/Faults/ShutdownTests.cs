using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>SIGTERM: every job waits in a checkpoint, no step is lost, and what ran comes back by itself.</summary>
[Collection(Alone.Name)]
public sealed class ShutdownTests : IDisposable
{
    private const string Job =
        """{"trainer":"mlp","dataset":"spirals","epochs":40,"seed":5,"hyperparameters":{"hiddenLayers":[256,256],"dropout":0.1,"batchSize":32}}""";

    // No checkpoint by the clock: the ones there are were made because a job had to leave.
    private static readonly string[] s_settings =
        ["--Training:ThreadsPerJob", "1", "--Training:Slots", "2", "--Training:CheckpointSeconds", "86400"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Terminate_WithJobsRunningPausedAndParked_LosesNoStepAndOnlyWhatRanGoesOn()
    {
        JobId running, paused, parked;
        await using (var dashboard = await DashboardProcess.StartAsync(_folder.Path, s_settings))
        {
            parked = await dashboard.StartJobAsync(Job);
            await dashboard.HasReachedAsync(parked, 10);
            await dashboard.CommandAsync(parked, "park");
            await dashboard.IsAsync(parked, "parked");
            paused = await dashboard.StartJobAsync(Job);
            await dashboard.HasReachedAsync(paused, 10);
            await dashboard.CommandAsync(paused, "pause");
            await dashboard.IsAsync(paused, "paused");
            running = await dashboard.StartJobAsync(Job);
            await dashboard.HasReachedAsync(running, 10);
            Assert.Equal(0, await dashboard.TerminateAsync());
        }

        foreach (var (id, status) in new[] { (running, JobStatus.Interrupted), (paused, JobStatus.Interrupted), (parked, JobStatus.Parked) })
        {
            var (job, events) = await DashboardJobs.KeptAsync(_folder.Path, id);
            Assert.Equal(status, job.Status);
            Assert.Equal(job.Progress.Step, events.OfType<CheckpointEvent>().Last().Step);
        }

        await using (var again = await DashboardProcess.StartAsync(_folder.Path, s_settings))
        {
            await again.IsAsync(running, "completed");
            await again.IsAsync(paused, "paused");
            await again.IsAsync(parked, "parked");
            await again.CommandAsync(parked, "resume");
            await again.CommandAsync(paused, "resume");
            await again.IsAsync(parked, "completed");
            await again.IsAsync(paused, "completed");
            Assert.Equal(0, await again.TerminateAsync());
        }

        // All three had the same seed: each is the curve of a job that nothing happened to, without a step done twice.
        var curves = new List<string[]>();
        foreach (var id in new[] { running, paused, parked })
        {
            var (job, events) = await DashboardJobs.KeptAsync(_folder.Path, id);
            events.AreGapFree();
            Assert.Equal(2, job.Attempt);
            Assert.Equal(Enumerable.Range(1, (int)job.Progress.TotalSteps!).Select(s => (long)s), events.Points().Select(p => p.Step));
            curves.Add(events.Curve());
        }

        Assert.Equal(curves[0], curves[1]);
        Assert.Equal(curves[0], curves[2]);
    }
}
