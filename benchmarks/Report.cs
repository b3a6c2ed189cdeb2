using System.Globalization;

namespace TrainingDashboard.Benchmarks;

/// <summary>Runs every comparison and prints its table. Ratios are between servers of one run; absolutes are this machine's.</summary>
internal static class Report
{
    private const double SecondsToConnect = 8;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(8);

    public static async Task PrintAsync(int runs)
    {
        await PrintAsync("Freshness: 500 viewers, 10 updates/s", 500, 10, runs, withPoll: true);
        await PrintAsync("Fan-out: 2,000 viewers, 1,000 records/s", 2_000, 1_000, runs, withPoll: false);
        await PrintMemoryAsync(viewers: 2_000);
    }

    private static async Task PrintAsync(string title, int viewers, double rate, int runs, bool withPoll)
    {
        var hub = new List<Measurement>();
        var push = new List<Measurement>();
        var poll = new List<Measurement>();
        for (var run = 0; run < runs; run++)
        {
            hub.Add(await HubAsync(viewers, rate));
            push.Add(await ArticleAsync(rate, (watch, server) => watch.AddArticleWebSocketAsync(viewers, server)));
            if (withPoll)
                poll.Add(await ArticleAsync(rate, (watch, server) => watch.AddArticleSseAsync(viewers, server, rate)));
        }

        Console.WriteLine($"\n{title} (median of {runs} runs)\n");
        Console.WriteLine("| server | p50 ms | p99 ms | records/s | records/core-s | MB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var own = Measurement.Median(hub);
        Row("dashboard, hub", own);
        Row("FastAPI, send_json", Measurement.Median(push));
        if (withPoll)
            Row("FastAPI, SSE every second", Measurement.Median(poll));
        Console.WriteLine();
        var other = Measurement.Median(push);
        Console.WriteLine(Invariant($"FastAPI push : dashboard = {other.P99 / own.P99:0.0}x at p99; dashboard : FastAPI = {own.RecordsPerCoreSecond / other.RecordsPerCoreSecond:0.0}x records per core-second"));
        if (withPoll)
            Console.WriteLine(Invariant($"FastAPI poll : dashboard = {Measurement.Median(poll).P99 / own.P99:0}x at p99"));
    }

    private static async Task PrintMemoryAsync(int viewers)
    {
        var storage = Directory.CreateTempSubdirectory("bench-").FullName;
        using var server = await Servers.DashboardAsync(storage);
        var job = await Servers.StartMetronomeAsync(server.Address, rate: 0.2, seconds: 1_000, delay: 0);
        await using (var few = new Viewers())
        {
            await few.AddHubAsync(50, server.Address, job, 0);
            await Task.Delay(s_warmUp);
        }

        var before = server.Megabytes;
        await using var watch = new Viewers();
        await watch.AddHubAsync(viewers, server.Address, job, 0);
        await Task.Delay(s_warmUp);
        var each = (server.Megabytes - before) * 1024 / viewers;
        Console.WriteLine(Invariant($"\nMemory: {viewers} idle viewers, {each:0.0} KB each, {server.Megabytes:0} MB in all"));
    }

    private static async Task<Measurement> HubAsync(int viewers, double rate)
    {
        var storage = Directory.CreateTempSubdirectory("bench-").FullName;
        try
        {
            using var server = await Servers.DashboardAsync(storage);
            var job = await Servers.StartMetronomeAsync(server.Address, rate, seconds: 120, SecondsToConnect);
            await using var watch = new Viewers();
            var connected = Task.Delay(TimeSpan.FromSeconds(SecondsToConnect));
            await watch.AddHubAsync(viewers, server.Address, job, 0);
            await connected;
            return await Measurement.TakeAsync(server, watch, s_warmUp, s_length);
        }
        finally
        {
            Directory.Delete(storage, recursive: true);
        }
    }

    private static async Task<Measurement> ArticleAsync(double rate, Func<Viewers, Uri, Task> add)
    {
        using var server = await Servers.ArticleAsync(rate);
        await using var watch = new Viewers();
        await add(watch, server.Address);
        return await Measurement.TakeAsync(server, watch, s_warmUp, s_length);
    }

    private static void Row(string name, Measurement m)
        => Console.WriteLine(Invariant($"| {name} | {m.P50:0.0} | {m.P99:0.0} | {m.RecordsPerSecond:N0} | {m.RecordsPerCoreSecond:N0} | {m.Megabytes:0} |"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
