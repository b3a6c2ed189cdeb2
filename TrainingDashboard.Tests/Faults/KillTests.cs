using System.Text.Json;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Faults;

/// <summary>SIGKILL of the dashboard at random moments, again and again, with a job that runs, is parked and is resumed.</summary>
[Collection(Alone.Name)]
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const string Job =
        """{"trainer":"mlp","dataset":"spirals","epochs":EPOCHS,"seed":7,"hyperparameters":{"hiddenLayers":[384,384],"dropout":0.1,"batchSize":32}}""";

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(600);
    private static readonly string[] s_settings =
        ["--Training:ThreadsPerJob", "1", "--Training:Slots", "1", "--Training:CheckpointSeconds", "0.1", "--Training:ParkAfterMinutes", "0"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_AtTwentyRandomMoments_LosesNothingAcknowledgedAndTheCurveIsThatOfAnUndisturbedJob()
    {
        var random = new Random(20);
        var job = Job.Replace("EPOCHS", "100000", StringComparison.Ordinal);
        JobId? id = null;
        var acknowledged = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var dashboard = await DashboardProcess.StartAsync(_folder.Path, s_settings);
            id ??= await dashboard.StartJobAsync(job);
            // Every other time while it starts, else while the job runs; then every other time with a command on its way,
            // which, once answered, must not be forgotten.
            if (kill % 2 == 1)
            {
                // A park accepted before the last kill may be carried out only now.
                var step = (await dashboard.StatusAsync(id.Value)).GetProperty("step").GetInt64() + 20;
                await Eventually.IsAsync(
                    async () =>
                    {
                        var status = await dashboard.StatusAsync(id.Value);
                        if (status.GetProperty("status").GetString() == "parked")
                            acknowledged.AddRange(await SendAsync(dashboard, id.Value, "resume"));
                        return status.GetProperty("step").GetInt64() >= step;
                    },
                    $"the job has reached step {step}");
            }

            await Task.Delay(s_longestWait * random.NextDouble());
            if (kill % 4 == 3)
                acknowledged.AddRange(await SendAsync(dashboard, id.Value, "park"));
            await dashboard.KillAsync();
        }

        Assert.True(acknowledged.Count >= Kills / 4, $"{acknowledged.Count} commands were answered");

        await using (var last = await DashboardProcess.StartAsync(_folder.Path, s_settings))
        {
            // A park that was accepted is carried out before anything else.
            await Eventually.IsAsync(
                async () => (await last.StatusAsync(id!.Value)).GetProperty("status").GetString() is "running" or "parked", "the job is taken up or parked");
            Assert.Equal(0, await last.TerminateAsync());
        }

        var (kept, events) = await DashboardJobs.KeptAsync(_folder.Path, id!.Value);
        events.AreGapFree();
        Assert.Equal(kept.Seq, events[^1].Seq);
        Assert.All(acknowledged, command => Assert.Contains(events.OfType<ReceiptEvent>(), r => r.Command == command));
        // A step that was done several times came out the same each time, and no step is missing.
        Assert.All(events.Points().GroupBy(p => p.Step), step => Assert.Single(step.Select(p => BitConverter.DoubleToInt64Bits(p.Value)).Distinct()));
        var steps = events.Points().Select(p => p.Step).Distinct().Order().ToArray();
        Assert.True(steps.Length > 100, $"{steps.Length} steps");
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(s => (long)s), steps);
        using (var database = new SqliteDatabase(_folder.Of("dashboard.db")))
        {
            var window = await new SqliteSeriesStore(database, new SqliteEventStore(database)).ReadAsync(id.Value, SeriesNames.Loss, null, null, 10, default);
            Assert.Equal(steps.Length, window!.Total);
        }

        await IsAsUndisturbedAsync(events.Curve());
    }

    /// <returns>The command's id where it was accepted.</returns>
    private static async Task<string[]> SendAsync(DashboardProcess dashboard, JobId id, string action)
    {
        using var answer = await dashboard.Http.PostAsync($"/training/{id}/{action}", null);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return answer.IsSuccessStatusCode ? [body.GetProperty("command_id").GetString()!] : [];
    }

    /// <summary>The same job for as many steps in a dashboard that nobody kills.</summary>
    private static async Task IsAsUndisturbedAsync(string[] curve)
    {
        using var folder = new TemporaryFolder();
        JobId id;
        await using (var dashboard = await DashboardProcess.StartAsync(folder.Path, s_settings))
        {
            id = await dashboard.StartJobAsync(Job.Replace("EPOCHS", "100000", StringComparison.Ordinal));
            await dashboard.HasReachedAsync(id, curve.Length);
            Assert.Equal(0, await dashboard.TerminateAsync());
        }

        var (_, events) = await DashboardJobs.KeptAsync(folder.Path, id);
        Assert.Equal(events.Curve().Take(curve.Length), curve);
    }
}
