using System.Diagnostics;
using System.Net;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api.Streams;

public sealed class EventStreamTests
{
    [Fact]
    public async Task EventSource_OfARunningJob_HearsStatusesAndEveryEventAndThenNoMore()
    {
        using var paced = new PacedTrainer(batches: 200);
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        using var script = NodeScript.Start("Api/Streams/watchSource.mjs", Url(server), job.Id.ToString());
        var feed = (await server.Feeds.FindAsync(job.Id, default))!;
        await Eventually.IsAsync(() => feed.Readers == 1, "the EventSource reads");
        for (var i = 0; i < 40; i++)
        {
            paced.Allow(5);
            await server.FollowAsync(job.Id, step: (i + 1) * 5);
        }

        var result = await script.ResultAsync();

        Assert.True(result.GetProperty("closed").GetBoolean());
        var snapshot = Assert.Single(result.GetProperty("snapshots").EnumerateArray());
        var first = snapshot.GetProperty("id").GetInt64();
        Assert.Equal(first, snapshot.GetProperty("body").GetProperty("seq").GetInt64());
        var seqs = result.GetProperty("seqs").EnumerateArray().Select(s => s.GetInt64()).ToArray();
        Assert.Equal(Enumerable.Range(1, seqs.Length).Select(i => first + i), seqs);
        Assert.Equal((await server.JobAsync(job.Id)).Seq, seqs[^1]);
        Assert.Contains("confusion", result.GetProperty("kinds").EnumerateArray().Select(k => k.GetString()));

        // The article's object, once as it stands, then when it has changed, at most ten times a second, and at last how it ended.
        var statuses = result.GetProperty("statuses").EnumerateArray().ToArray();
        var bodies = statuses.Select(s => s.GetProperty("body").GetRawText()).ToArray();
        Assert.Equal(bodies.Distinct(), bodies);
        Assert.Equal("completed", statuses[^1].GetProperty("body").GetProperty("status").GetString());
        Assert.Equal(100, statuses[^1].GetProperty("body").GetProperty("progress").GetDouble());
        var elapsed = statuses[^1].GetProperty("at").GetDouble() - statuses[0].GetProperty("at").GetDouble();
        Assert.InRange(statuses.Length, 2, (elapsed / 100) + 3);
        Assert.Equal(seqs[^1] - 1, statuses[^1].GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?after=0")]
    public async Task Stream_OfAJobThatWaits_TellsItsPlaceAsTheQueueMoves(string query)
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced, ScriptedTrainer.Reporting("quick", 1));
        var holder = await server.StartJobAsync("paced");
        await server.FollowAsync(holder.Id, JobStatus.Running);
        var (next, last) = (await server.StartJobAsync("quick"), await server.StartJobAsync("quick"));
        await using var stream = await server.Http.GetStreamAsync($"/training/{last.Id}/stream{query}");
        using var lines = new StreamReader(stream);

        Assert.Equal(("Waiting for a slot: #1 is running. 2nd in the queue.", 2), await PlaceAsync());
        await server.SendAsync(next.Id, CommandAction.Stop);
        Assert.Equal(("Waiting for a slot: #1 is running. You are next.", 1), await PlaceAsync());
        await server.SendAsync(holder.Id, CommandAction.Pause);
        paced.Allow(1);
        Assert.Equal(("Waiting for a slot: #1 is paused. You are next.", 1), await PlaceAsync());
        await server.SendAsync(holder.Id, CommandAction.Stop);
        // What it says in between is that the other is about to leave.
        (string?, int?) place;
        while ((place = await PlaceAsync()).Item2 is not null)
            Assert.Equal(1, place.Item2);

        async Task<(string?, int?)> PlaceAsync()
        {
            var named = false;
            while (await lines.ReadLineAsync(Eventually.Deadline()) is { } line)
            {
                named = line.Length > 0 && (named || line.StartsWith("event:", StringComparison.Ordinal));
                if (named || !line.StartsWith("data: {", StringComparison.Ordinal))
                    continue;
                var status = JsonDocument.Parse(line["data: ".Length..]).RootElement;
                var position = status.GetProperty("queue_position");
                return (status.GetProperty("waiting").GetString(), position.ValueKind == JsonValueKind.Null ? null : position.GetInt32());
            }

            throw new EndOfStreamException();
        }
    }

    [Fact]
    public async Task Stream_OfAnEndedJob_ReadWithCurl_IsWholeAndEnds()
    {
        await using var server = await DashboardServer.StartAsync(ScriptedTrainer.Reporting("odd", 0.5, double.NaN));
        var job = await server.StartJobAsync("odd");
        var last = (await server.FollowAsync(job.Id))[^1].Seq;

        var all = await CurlAsync("-H", "Last-Event-ID: 0", $"{Url(server)}/training/{job.Id}/stream?after=1000");
        var fresh = await CurlAsync($"{Url(server)}/training/{job.Id}/stream");

        var messages = all.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, (int)last).Select(i => $"id: {i}"), messages.Skip(1).Where(m => m.StartsWith("event: ", StringComparison.Ordinal)).Select(m => m.Split('\n')[^1]));
        Assert.Contains("\"NaN\"", all.Body, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"completed\"", all.Body, StringComparison.Ordinal);
        foreach (var header in new[] { "Content-Type: text/event-stream", "Cache-Control: no-cache", "X-Accel-Buffering: no" })
            Assert.Contains(header, all.Head, StringComparison.OrdinalIgnoreCase);
        var parts = fresh.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("event: begin", "data: {\"job_id\"", "event: snapshot\n"), (parts[0], parts[1][..15], parts[2][..16]));
        Assert.EndsWith($"}}\nid: {last}", Assert.Single(parts.Skip(2)), StringComparison.Ordinal);

        var nothing = await server.Http.GetAsync($"/training/{job.Id}/stream?after={last}");
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    [Fact]
    public async Task Stream_WhileNothingHappens_GivesSignsOfLife()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Streams:HeartbeatSeconds", "0.1"], paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);
        using var answer = await server.Http.GetAsync($"/training/{job.Id}/stream", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        for (var comments = 0; comments < 3;)
            comments += await reader.ReadLineAsync(Eventually.Deadline()) == ":" ? 1 : 0;
    }

    [Fact]
    public async Task Stream_WhenTheDashboardStops_Ends()
    {
        using var paced = new PacedTrainer();
        var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.GetAsync($"/training/{job.Id}/stream", HttpCompletionOption.ResponseHeadersRead);
        var reading = answer.Content.ReadAsStringAsync();
        await Eventually.IsAsync(() => server.Feeds.Open(job).Readers == 1, "the stream is read");

        await server.DisposeAsync();

        Assert.Contains("event: snapshot", await reading.WaitAsync(Eventually.Limit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?after=-1", null, "after")]
    [InlineData("?after=", null, "after")]
    [InlineData("?after=1.5", null, "after")]
    [InlineData("?after=1&after=2", null, "after")]
    [InlineData("?after=99999999999999999999", null, "after")]
    [InlineData("?behind=me", null, "behind")]
    [InlineData("", "x", "Last-Event-ID")]
    public async Task Request_WithABadNumber_IsRefusedNamingIt(string query, string? header, string field)
    {
        await using var server = await DashboardServer.StartAsync(ScriptedTrainer.Reporting("quick", 1));
        var job = await server.StartJobAsync("quick");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/training/{job.Id}/stream{query}");
        if (header is not null)
            request.Headers.Add("Last-Event-ID", header);

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.Equal(field, Assert.Single(errors.EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("stream", HttpStatusCode.NotFound)]
    [InlineData("ws", HttpStatusCode.NotFound)]
    [InlineData("ws", HttpStatusCode.UpgradeRequired)]
    public async Task Request_ForNoJobOrWithoutUpgrade_IsAnsweredWithAProblem(string route, HttpStatusCode status)
    {
        await using var server = await DashboardServer.StartAsync(ScriptedTrainer.Reporting("quick", 1));
        var id = status == HttpStatusCode.NotFound ? "0000000000000000" : (await server.StartJobAsync("quick")).Id.ToString();

        using var answer = await server.Http.GetAsync($"/training/{id}/{route}");

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private static string Url(DashboardServer server) => $"http://{server.Address.Authority}";

    private static async Task<(string Head, string Body)> CurlAsync(params string[] args)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["-sSNi", "--max-time", "60", .. args]) { RedirectStandardOutput = true })!;
        var output = (await curl.StandardOutput.ReadToEndAsync(Eventually.Deadline())).ReplaceLineEndings("\n");
        await curl.WaitForExitAsync(Eventually.Deadline());
        Assert.Equal(0, curl.ExitCode);
        var end = output.IndexOf("\n\n", StringComparison.Ordinal);
        return (output[..end], output[(end + 2)..]);
    }
}
