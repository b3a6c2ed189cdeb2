using System.Net;
using System.Text;
using System.Text.Json;

namespace TrainingDashboard.Tests.Api;

/// <summary>Requests whose answers are JSON of a certain status.</summary>
internal static class JsonClient
{
    public const string Problem = "application/problem+json";

    public static async Task<JsonElement> GetJsonAsync(this HttpClient http, string path, HttpStatusCode status = HttpStatusCode.OK)
        => await JsonAsync(await http.GetAsync(path), status);

    public static async Task<JsonElement> PostJsonAsync(this HttpClient http, string path, string? body, HttpStatusCode status)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await JsonAsync(await http.PostAsync(path, content), status);
    }

    /// <summary>The answer's JSON; faults are problem details.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
        Assert.Equal(answer.IsSuccessStatusCode ? "application/json" : Problem, answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    public static string Text(this JsonElement json, string field) => json.GetProperty(field).GetString()!;

    /// <summary>The fields that a problem names.</summary>
    public static IReadOnlyList<string> Fields(this JsonElement problem) => [.. problem.GetProperty("errors").EnumerateObject().Select(e => e.Name)];
}
