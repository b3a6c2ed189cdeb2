using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>The dashboard that has a storage folder open, spoken to over HTTP.</summary>
internal sealed class RunningDashboard : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_patienceForAList = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http;

    private RunningDashboard(Uri address) => _http = new HttpClient { BaseAddress = address, Timeout = s_patience };

    /// <summary>The one that has a folder.</summary>
    /// <exception cref="RefusedException">Whoever has it takes no commands.</exception>
    public static RunningDashboard Of(string folder)
        => StorageFolder.AddressOf(folder) is { } said && Uri.TryCreate(said + "/", UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? new RunningDashboard(Reachable(address))
            : throw new RefusedException("The job is run by another command line. Press Ctrl-C there, which parks it, and stop it then.");

    /// <summary>What the jobs in the queue of the dashboard that has a folder wait for; null where none answers.</summary>
    public static async Task<IReadOnlyDictionary<JobId, JobWaiting>?> WaitingAsync(string folder, CancellationToken cancellationToken)
    {
        if (StorageFolder.AddressOf(folder) is null)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patienceForAList);
        try
        {
            using var dashboard = Of(folder);
            var jobs = new List<JobSummary>();
            foreach (var status in new[] { JobStatus.Queued, JobStatus.Interrupted })
            {
                var path = $"api/jobs?status={status.ToWord()}&limit=1000";
                jobs.AddRange((await dashboard._http.GetFromJsonAsync<JobSummary[]>(path, FeedJson.Options, patience.Token))!);
            }

            return jobs.Where(job => job.Waiting is not null).ToDictionary(job => job.Id, job => job.Waiting!);
        }
        catch (Exception e) when (e is RefusedException or HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Stops a job and waits until it has ended.</summary>
    /// <exception cref="RefusedException">The dashboard refuses, does not answer, or the job does not end.</exception>
    public async Task StopAsync(JobId id, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new StringContent("""{"action":"stop"}""", Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(new Uri($"api/jobs/{id}/commands", UriKind.Relative), command, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new RefusedException($"The dashboard at {_http.BaseAddress} refuses: {await ReasonAsync(answer, cancellationToken)}");
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_patience);
            while (!(await StatusAsync(id, patience.Token)).IsFinal())
                await Task.Delay(s_between, patience.Token);
        }
        catch (HttpRequestException e)
        {
            throw new RefusedException($"The dashboard at {_http.BaseAddress} does not answer: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException($"The dashboard at {_http.BaseAddress} has not stopped the job within {s_patience.TotalSeconds:0} s.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JobStatus> StatusAsync(JobId id, CancellationToken cancellationToken)
        => JsonSerializer.Deserialize<JobStatus>((await _http.GetFromJsonAsync<JsonElement>($"api/jobs/{id}", cancellationToken)).GetProperty("job").GetProperty("status"), FeedJson.Options);

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("detail").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"it answers {(int)answer.StatusCode}.";
        }
    }

    // One that listens everywhere listens here.
    private static Uri Reachable(Uri address)
        => address.Host is "0.0.0.0" or "[::]" or "*" or "+" ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri : address;
}
