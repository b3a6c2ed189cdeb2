using System.Globalization;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage.Sqlite;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>Jobs of a dashboard that is a program of its own, and what it left in its folder.</summary>
internal static class DashboardJobs
{
    public static async Task<JobId> StartJobAsync(this DashboardProcess dashboard, string job)
    {
        var body = await dashboard.PostAsync("/api/jobs", job);
        return JobId.TryParse(body.GetProperty("id").GetString(), out var id) ? id : throw new InvalidDataException(body.GetRawText());
    }

    public static Task CommandAsync(this DashboardProcess dashboard, JobId id, string action)
        => dashboard.PostAsync($"/api/jobs/{id}/commands", $$"""{"action":"{{action}}"}""");

    public static async Task<JsonElement> PostAsync(this DashboardProcess dashboard, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await dashboard.Http.PostAsync(path, content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Status, step and the rest of the job's line.</summary>
    public static async Task<JsonElement> StatusAsync(this DashboardProcess dashboard, JobId id)
        => JsonDocument.Parse(await dashboard.Http.GetStringAsync($"/training/{id}/status")).RootElement;

    /// <summary>Waits until the job has the status.</summary>
    public static Task IsAsync(this DashboardProcess dashboard, JobId id, string status)
        => Eventually.IsAsync(
            async () => (await dashboard.StatusAsync(id)).GetProperty("status").GetString() == status, $"job {id} is {status}");

    /// <summary>Waits until the job has completed the step.</summary>
    public static Task HasReachedAsync(this DashboardProcess dashboard, JobId id, long step)
        => Eventually.IsAsync(
            async () => (await dashboard.StatusAsync(id)).GetProperty("step").GetInt64() >= step, $"job {id} has reached step {step}");

    /// <summary>The job and its events as the folder of a dashboard that has ended holds them.</summary>
    public static async Task<(Job Job, IReadOnlyList<JobEvent> Events)> KeptAsync(string folder, JobId id)
    {
        using var database = new SqliteDatabase(Path.Combine(folder, "dashboard.db"));
        var job = await new SqliteJobStore(database).FindAsync(id, default);
        return (job!, await new SqliteEventStore(database).ReadAsync(id, 0, int.MaxValue, default));
    }

    /// <summary>Steps and values of a series, the last of each step, as text that tells every bit.</summary>
    public static string[] Curve(this IEnumerable<JobEvent> events, string series = "loss")
        => [.. events.Points(series).GroupBy(p => p.Step).OrderBy(p => p.Key)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}: {p.Last().Value:R}"))];
}
