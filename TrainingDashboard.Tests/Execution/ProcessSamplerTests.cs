using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Execution;

public sealed class ProcessSamplerTests
{
    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task RunningJob_HasSeriesOfWhatItsProcessUses(string child)
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ChildProcess", child]);
        var job = await server.StartJobAsync("mlp", epochs: 1_000_000);

        var told = await server.FollowAsync(job.Id, e => e is MetricsEvent m && m.Blocks.Any(b => b.Series.ContainsKey(SeriesNames.SystemThreads)));
        await server.SendAsync(job.Id, CommandAction.Stop);
        await server.FollowAsync(job.Id);

        Assert.InRange(Last(SeriesNames.SystemProcessor), 0.01, Environment.ProcessorCount + 0.5);
        Assert.InRange(Last(SeriesNames.SystemCollecting), 0, 1);
        Assert.InRange(Last(SeriesNames.SystemMemory), 10e6, 100e9);
        Assert.InRange(Last(SeriesNames.SystemHeap), 1e5, Last(SeriesNames.SystemMemory));
        Assert.InRange(Last(SeriesNames.SystemThreads), 2, 10_000);

        double Last(string series) => told.Points(series)[^1].Value;
    }
}
