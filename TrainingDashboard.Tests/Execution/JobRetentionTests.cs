using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Execution;

/// <summary>What is kept of ended jobs, and for how long.</summary>
public sealed class JobRetentionTests
{
    // 86.4 milliseconds.
    private const string AMoment = "0.000001";

    [Fact]
    public async Task EventsWhoseTimeIsOver_AreLetGoAndTheCurvesStayWhole()
    {
        using var folder = new TemporaryFolder();
        JobId id;
        SeriesWindow? before;
        await using (var server = await DashboardServer.StartAsync(folder, [], Curve()))
        {
            id = (await server.StartJobAsync("curve")).Id;
            await server.FollowAsync(id, JobStatus.Completed);
            before = await LossAsync(server, id);
        }

        await using var again = await DashboardServer.StartAsync(folder, ["--Storage:KeepEventsDays", AMoment], Curve());
        await Eventually.IsAsync(async () => (await again.JobAsync(id)).FirstSeq > 1, "its events are let go");
        var job = await again.JobAsync(id);
        var after = await LossAsync(again, id);
        var kept = await again.StoredAsync(id);

        Assert.Equal(job.Seq, job.FirstSeq);
        Assert.Equal(3_000, before!.Buckets.Count);
        Assert.Equal(before.Buckets, after!.Buckets);
        Assert.DoesNotContain(kept, e => e is MetricsEvent);
        Assert.Equal([JobStatus.Running, JobStatus.Completed], kept.Statuses());
        Assert.Equal(job.FirstSeq, (await again.Jobs.FindAsync(id, default))!.FirstSeq);
        Assert.Equal(Enumerable.Range(1, 3_000).Select(s => (long)s), await ExportedAsync(again, id));
    }

    [Fact]
    public async Task JobsWhoseTimeIsOver_AreRemovedAndThoseThatRunStay()
    {
        using var paced = new PacedTrainer(batches: 20);
        await using var server = await DashboardServer.StartAsync(
            null, ["--Storage:KeepJobsDays", AMoment, "--Training:Slots", "2"], paced, ScriptedTrainer.Reporting("quick", 1, 2));
        var runs = await server.StartJobAsync("paced");
        paced.Allow(3);
        await server.FollowAsync(runs.Id, step: 3);
        var board = server.Services.GetRequiredService<JobBoard>();

        var ended = await server.StartJobAsync("quick");
        await Eventually.IsAsync(async () => await server.Jobs.FindAsync(ended.Id, default) is null, "it is removed");

        await Eventually.IsAsync(() => board.List().Count == 1, "it is off the board");
        Assert.Equal(runs.Id, board.List()[0].Id);
        Assert.Empty(await server.StoredAsync(ended.Id));
        paced.AllowAll();
    }

    [Theory]
    [InlineData("--Storage:KeepEventsDays", "-1")]
    [InlineData("--Storage:KeepJobsDays", "40000")]
    public async Task TimesOutOfRange_AreRefusedAtTheStart(string setting, string value)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => DashboardServer.StartAsync(null, [setting, value]));

        Assert.Contains($"{setting[2..]} must be 0 to 36500, not {value}.", refused.Message, StringComparison.Ordinal);
    }

    private static ScriptedTrainer Curve() => ScriptedTrainer.Reporting("curve", [.. Enumerable.Range(0, 3_000).Select(i => Math.Sin(i))]);

    private static Task<SeriesWindow?> LossAsync(DashboardServer server, JobId id)
        => server.Services.GetRequiredService<ISeriesStore>().ReadAsync(id, "loss", null, null, 10_000, default);

    private static async Task<IReadOnlyList<long>> ExportedAsync(DashboardServer server, JobId id)
    {
        var steps = new List<long>();
        await foreach (var reported in server.Services.GetRequiredService<ISeriesStore>().ExportAsync(id, default))
        {
            if (reported.Block.Series.ContainsKey("loss"))
                steps.AddRange(reported.Block.Steps);
        }

        return steps;
    }
}
