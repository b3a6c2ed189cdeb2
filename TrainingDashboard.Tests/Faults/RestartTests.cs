using System.Globalization;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Faults;

/// <summary>The dashboard is ended in the middle of a job and started again on the same folder.</summary>
[Collection(Alone.Name)]
public sealed class RestartTests : IDisposable
{
    // Some seconds on one core, with random numbers in every step.
    private const string Job =
        """{"trainer":"mlp","dataset":"spirals","epochs":20,"seed":11,"hyperparameters":{"hiddenLayers":[512,512],"dropout":0.1,"batchSize":32}}""";

    private static readonly string[] s_settings = ["--Training:ThreadsPerJob", "1", "--Training:Slots", "1", "--Training:CheckpointSeconds", "0.2"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_InTheMiddleOfAJob_LosesNothingAWatcherWasToldAndItEndsAsIfNothingHadBeen()
    {
        JobId running, queued, last;
        JsonElement told;
        await using (var dashboard = await DashboardProcess.StartAsync(_folder.Path, s_settings))
        {
            running = await StartAsync(dashboard, Job);
            queued = await StartAsync(dashboard, """{"epochs":2,"seed":1}""");
            last = await StartAsync(dashboard, """{"epochs":2,"seed":2}""");
            using var watcher = await WatchUntilCheckpointsAsync(dashboard, running);
            await dashboard.KillAsync();
            told = await watcher.ResultAsync();
        }

        Assert.NotEmpty(told.GetProperty("events").EnumerateArray());
        await using (var again = await DashboardProcess.StartAsync(_folder.Path, s_settings))
        {
            var now = await StatusAsync(again, running);
            Assert.True(now is "running" or "interrupted" or "completed", now);
            Assert.NotEqual("running", await StatusAsync(again, last));
            foreach (var id in new[] { running, queued, last })
                await Eventually.IsAsync(async () => await StatusAsync(again, id) == "completed", $"job {id} is completed");
            Assert.Equal(0, await again.TerminateAsync());
        }

        using var database = new SqliteDatabase(_folder.Of("dashboard.db"));
        var events = await EventsAsync(database, running);
        events.AreGapFree();
        Assert.Equal([JobStatus.Running, JobStatus.Interrupted, JobStatus.Running, JobStatus.Completed], events.Statuses());
        AreStored(told, events);
        var jobs = await Task.WhenAll(new[] { running, queued, last }.Select(id => new SqliteJobStore(database).FindAsync(id, default)));
        Assert.Equal([2, 1, 1], jobs.Select(j => j!.Attempt));
        Assert.True(jobs[0]!.CompletedAt <= jobs[1]!.StartedAt && jobs[1]!.CompletedAt <= jobs[2]!.StartedAt);

        // What is done a second time after the checkpoint comes out the same, and the whole is what it would have been.
        Assert.All(events.Points().GroupBy(p => p.Step), step => Assert.Single(step.Select(p => Bits(p.Value)).Distinct()));
        await IsAsUndisturbedAsync(Curve(events));
    }

    [Fact]
    public async Task Terminate_InTheMiddleOfAJob_KeepsACheckpointAndTheCurveGoesOnWithoutHoleOrDouble()
    {
        JobId id;
        JsonElement told;
        await using (var dashboard = await DashboardProcess.StartAsync(_folder.Path, s_settings))
        {
            id = await StartAsync(dashboard, Job);
            using var watcher = await WatchUntilCheckpointsAsync(dashboard, id);
            Assert.Equal(0, await dashboard.TerminateAsync());
            told = await watcher.ResultAsync();
        }

        using (var database = new SqliteDatabase(_folder.Of("dashboard.db")))
        {
            var kept = (await new SqliteJobStore(database).FindAsync(id, default))!;
            Assert.Equal(JobStatus.Interrupted, kept.Status);
            Assert.Equal(kept.Progress.Step, (await EventsAsync(database, id)).OfType<CheckpointEvent>().Last().Step);
        }

        Assert.Contains("shutting down", told.GetProperty("stopping").GetString(), StringComparison.Ordinal);
        await using (var again = await DashboardProcess.StartAsync(_folder.Path, s_settings))
        {
            await Eventually.IsAsync(async () => await StatusAsync(again, id) == "completed", "the job is completed");
            Assert.Equal(0, await again.TerminateAsync());
        }

        using var after = new SqliteDatabase(_folder.Of("dashboard.db"));
        var events = await EventsAsync(after, id);
        events.AreGapFree();
        AreStored(told, events);
        Assert.Equal(events.Points().Count, events.Points().Select(p => p.Step).Distinct().Count());
        await IsAsUndisturbedAsync(Curve(events));
    }

    private static async Task<NodeScript> WatchUntilCheckpointsAsync(DashboardProcess dashboard, JobId id)
    {
        var watcher = NodeScript.Start("tail.mjs", dashboard.Url, id.ToString());
        await Eventually.IsAsync(() => watcher.Said.Contains("checkpoint", StringComparison.Ordinal), "the watcher has seen two checkpoints");
        return watcher;
    }

    private static async Task<JobId> StartAsync(DashboardProcess dashboard, string job)
    {
        using var content = new StringContent(job, Encoding.UTF8, "application/json");
        using var answer = await dashboard.Http.PostAsync("/training/start", content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        Assert.True(JobId.TryParse(JsonDocument.Parse(body).RootElement.GetProperty("job_id").GetString(), out var id));
        return id;
    }

    private static async Task<string> StatusAsync(DashboardProcess dashboard, JobId id)
        => JsonDocument.Parse(await dashboard.Http.GetStringAsync($"/training/{id}/status")).RootElement.GetProperty("status").GetString()!;

    private static Task<IReadOnlyList<JobEvent>> EventsAsync(SqliteDatabase database, JobId id)
        => new SqliteEventStore(database).ReadAsync(id, 0, int.MaxValue, default);

    /// <summary>Every event that the watcher was told is in the store under its number, its losses bit for bit.</summary>
    private static void AreStored(JsonElement told, IReadOnlyList<JobEvent> events)
    {
        foreach (var happened in told.GetProperty("events").EnumerateArray())
        {
            var stored = events[(int)happened.GetProperty("seq").GetInt64() - 1];
            if (happened.GetProperty("kind").GetString() != "metrics")
                continue;
            var losses = happened.GetProperty("blocks").EnumerateArray().Select(b => b.GetProperty("series"))
                .Where(s => s.TryGetProperty("loss", out _)).SelectMany(s => s.GetProperty("loss").EnumerateArray());
            Assert.Equal(losses.Select(l => Bits(l.GetDouble())), new[] { stored }.Points().Select(p => Bits(p.Value)));
        }
    }

    private static async Task IsAsUndisturbedAsync(IReadOnlyList<string> curve)
    {
        using var folder = new TemporaryFolder();
        JobId id;
        await using (var dashboard = await DashboardProcess.StartAsync(folder.Path, s_settings))
        {
            id = await StartAsync(dashboard, Job);
            await Eventually.IsAsync(async () => await StatusAsync(dashboard, id) == "completed", "the undisturbed job is completed");
        }

        using var database = new SqliteDatabase(folder.Of("dashboard.db"));
        Assert.Equal(Curve(await EventsAsync(database, id)), curve);
    }

    /// <summary>Step and loss, the last of each step, as text that tells every bit.</summary>
    private static string[] Curve(IReadOnlyList<JobEvent> events)
        => [.. events.Points().GroupBy(p => p.Step).OrderBy(p => p.Key)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}: {p.Last().Value:R}"))];

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
