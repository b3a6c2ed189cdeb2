using System.Text;
using System.Text.Json;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Storage;

/// <summary>What a killed dashboard leaves behind.</summary>
[Collection(Alone.Name)]
public sealed class KillTests : IDisposable
{
    private const string Job =
        """{"trainer":"mlp","dataset":"spirals","epochs":2000,"seed":11,"hyperparameters":{"batchSize":8}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WhileAJobReports_LosesNoPointThatAnybodyWasTold()
    {
        JobId id;
        JsonElement told;
        DateTimeOffset killed;
        await using (var dashboard = await DashboardProcess.StartAsync(_folder.Path, "--Training:ThreadsPerJob", "1", "--Training:Slots", "1"))
        {
            using var content = new StringContent(Job, Encoding.UTF8, "application/json");
            using var started = await dashboard.Http.PostAsync("/training/start", content);
            Assert.True(JobId.TryParse(JsonDocument.Parse(await started.Content.ReadAsStringAsync()).RootElement.GetProperty("job_id").GetString(), out id));
            told = default;
            await Eventually.IsAsync(
                async () =>
                {
                    using var answer = await dashboard.Http.GetAsync($"/api/jobs/{id}/series/loss?points=10000");
                    if (!answer.IsSuccessStatusCode)
                        return false;
                    told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
                    return told.GetProperty("points").GetInt64() is > 2_000 and <= 10_000;
                },
                "some thousand points are told");
            killed = DateTimeOffset.UtcNow;
            await dashboard.KillAsync();
        }

        using var database = new SqliteDatabase(_folder.Of("dashboard.db"));
        var events = new SqliteEventStore(database);
        var window = await new SqliteSeriesStore(database, events).ReadAsync(id, "loss", null, null, 1_000_000, default);
        var steps = told.GetProperty("steps").EnumerateArray().Select(s => s.GetInt64()).ToArray();
        Assert.Equal(steps, window!.Buckets.Take(steps.Length).Select(b => b.Step));
        Assert.Equal(told.GetProperty("last").EnumerateArray().Select(v => v.GetDouble()), window.Buckets.Take(steps.Length).Select(b => b.Last));

        // What a kill takes is what waits in memory: of the usual flush the oldest point had waited no 100 ms.
        var waits = (await events.ReadAsync(id, 0, int.MaxValue, default)).OfType<MetricsEvent>()
            .Select(e => e.At - e.Blocks.Min(b => b.Times[0])).Order().ToArray();
        Assert.InRange(waits[waits.Length / 2], 0, 100);

        // And flushes came until the end; the limit is for a machine that is busy with other tests.
        Assert.InRange((killed - DateTimeOffset.FromUnixTimeMilliseconds(window.Buckets[^1].Time)).TotalSeconds, -2, 2);
    }
}
