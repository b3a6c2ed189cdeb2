using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace TrainingDashboard.Benchmarks;

/// <summary>How each server is started.</summary>
internal static class Servers
{
    private static readonly Uri s_dashboard = new("http://127.0.0.1:5191/");
    private static readonly Uri s_article = new("http://127.0.0.1:5192/");
    private static readonly Uri s_floor = new("http://127.0.0.1:5193/");

    public static Task<ServerProcess> DashboardAsync(string storage)
        => ServerProcess.StartAsync(
            s_dashboard, AppContext.BaseDirectory, new Dictionary<string, string>(),
            "dotnet", typeof(Servers).Assembly.Location, "serve", "--urls", s_dashboard.ToString(), "--Storage:Path", storage,
            "--contentRoot", AppContext.BaseDirectory, "--Logging:LogLevel:Default", "Warning");

    public static Task<ServerProcess> ArticleAsync(double rate)
        => ServerProcess.StartAsync(
            s_article, Path.Combine(AppContext.BaseDirectory, "fastapi"),
            new Dictionary<string, string> { ["RATE"] = rate.ToString(CultureInfo.InvariantCulture), ["PYTHONDONTWRITEBYTECODE"] = "1" },
            "/usr/bin/python3", "-m", "uvicorn", "app:app", "--port", "5192", "--log-level", "error", "--ws-per-message-deflate", "false");

    /// <summary>Bare Kestrel, which pushes each update over a WebSocket.</summary>
    public static Task<ServerProcess> FloorAsync(double rate)
        => ServerProcess.StartAsync(
            s_floor, AppContext.BaseDirectory, new Dictionary<string, string>(),
            "dotnet", typeof(Servers).Assembly.Location, "floor", s_floor.ToString(), rate.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts a job that reports at a rate; returns its id.</summary>
    public static async Task<string> StartMetronomeAsync(Uri server, double rate, double seconds, double delay)
    {
        using var http = new HttpClient { BaseAddress = server };
        var answer = await http.PostAsJsonAsync(
            new Uri("training/start", UriKind.Relative),
            new { trainer = "metronome", hyperparameters = new { rate, seconds, delay } });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetString()!;
    }
}
