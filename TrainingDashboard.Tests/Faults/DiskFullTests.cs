using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Fuzz;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Faults;

/// <summary>A disk that has no room for what jobs report.</summary>
public sealed class DiskFullTests
{
    [Fact]
    public async Task Store_WithoutRoom_KeepsTheJobGoingAndLosesNothing()
    {
        using var folder = new TemporaryFolder();
        using var log = new ErrorLog(LogLevel.Warning);
        await using var server = await DashboardServer.StartAsync(
            folder, ["--Logging:LogLevel:Default", "Warning", "--Training:CheckpointSeconds", "0.05"], log, []);
        var database = server.Services.GetRequiredService<SqliteDatabase>();
        var job = await server.StartJobAsync("mlp", epochs: 100_000);
        await server.FollowAsync(job.Id, step: 100);

        // As many pages as there are, so that SQLite itself says "database or disk is full" for the next one.
        await LimitAsync(database, "(SELECT page_count FROM pragma_page_count)");
        await Eventually.IsAsync(() => Task.FromResult(log.Errors.Any(line => line.Contains("could not be stored", StringComparison.Ordinal))), "storing has failed");
        var stored = (await server.StoredAsync(job.Id)).Points()[^1].Step;
        using (var answer = await server.Http.GetAsync($"/training/{job.Id}/status"))
            Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(JobStatus.Running, (await server.JobAsync(job.Id)).Status);

        await LimitAsync(database, "1000000000");
        await server.FollowAsync(job.Id, step: stored + 1_000);
        await server.SendAsync(job.Id, CommandAction.Stop);
        await server.FollowAsync(job.Id, JobStatus.Cancelled);

        var events = await server.StoredAsync(job.Id);
        events.AreGapFree();
        var steps = events.Points().Select(p => p.Step).ToArray();
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(s => (long)s), steps);
        Assert.Contains(events.OfType<CheckpointEvent>(), kept => kept.Step > stored);
    }

    private static Task<int> LimitAsync(SqliteDatabase database, string pages)
        => database.WriteAsync(durable: false, (connection, transaction) =>
        {
            var limit = connection.ExecuteScalar<long>($"SELECT {pages}", transaction: transaction);
            return connection.ExecuteScalar<int>(FormattableString.Invariant($"PRAGMA max_page_count = {limit}"), transaction: transaction);
        }, default);
}
