using TrainingDashboard.Benchmarks.Load;
using static TrainingDashboard.Benchmarks.Report;

namespace TrainingDashboard.Benchmarks;

/// <summary>One job and many viewers: how fresh what they see is, and what it costs the server.</summary>
internal static class FanOutReport
{
    private const double SecondsToConnect = 6;

    // until the just-in-time compiler is done with what runs; the interpreter needs no such time, but gets it
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(8);

    public static async Task FreshnessAsync(int runs)
    {
        const int Viewers = 500;
        const double Rate = 10;
        var table = await MeasureAsync(runs, new()
        {
            ["dashboard, hub"] = () => DashboardAsync(Viewers, Rate, (server, job) => Viewer.OfHub(server, job, 0)),
            ["dashboard, WebSocket"] = () => DashboardAsync(Viewers, Rate, (server, job) => Viewer.OfSocket(server, $"/training/{job}/ws?after=0", Stamps.Blocks)),
            ["dashboard, SSE"] = () => DashboardAsync(Viewers, Rate, (server, job) => Viewer.OfEvents(server, $"/training/{job}/stream?after=0", Stamps.Blocks)),
            ["FastAPI, push"] = () => ArticleAsync(Viewers, Rate, PushViewer),
            ["FastAPI, SSE every second"] = () => ArticleAsync(Viewers, Rate, server => PollViewer(server, Rate)),
            ["bare Kestrel, WebSocket"] = () => FloorAsync(Viewers, Rate),
        });
        Print($"Freshness: {Viewers} viewers, {Rate} updates/s", runs, table);
        var (hub, push, poll) = (table["dashboard, hub"], table["FastAPI, push"], table["FastAPI, SSE every second"]);
        Target($"age on arrival at p99 {hub.P99:0.0} ms", "<= 10 ms", hub.P99 <= 10);
        Target($"fresher than the poll at p99 {poll.P99 / hub.P99:0}x", ">= 90x", poll.P99 >= 90 * hub.P99);
        Target($"fresher than FastAPI's push at p99 {push.P99 / hub.P99:0.0}x", ">= 1.3x", push.P99 >= 1.3 * hub.P99);
    }

    public static async Task ThroughputAsync(int runs)
    {
        const int Viewers = 2_000;
        const double Rate = 1_000;
        var table = await MeasureAsync(runs, new()
        {
            ["dashboard, hub"] = () => DashboardAsync(Viewers, Rate, (server, job) => Viewer.OfHub(server, job, 0)),
            ["dashboard, hub, 10x"] = () => DashboardAsync(Viewers, Rate * 10, (server, job) => Viewer.OfHub(server, job, 0)),
            ["FastAPI, push"] = () => ArticleAsync(Viewers, Rate, PushViewer),
            ["bare Kestrel, WebSocket"] = () => FloorAsync(Viewers, Rate),
        });
        Print($"Fan-out: {Viewers} viewers, {Rate} records/s", runs, table);
        var (hub, flooded, push) = (table["dashboard, hub"], table["dashboard, hub, 10x"], table["FastAPI, push"]);
        Target($"delivered {hub.RecordsPerCoreSecond:N0} records per core-second", ">= 2,000,000", hub.RecordsPerCoreSecond >= 2_000_000);
        Target($"of FastAPI's push {hub.RecordsPerCoreSecond / push.RecordsPerCoreSecond:0}x", ">= 30x", hub.RecordsPerCoreSecond >= 30 * push.RecordsPerCoreSecond);
        Target($"age on arrival at p99 {hub.P99:0.0} ms", "<= 60 ms", hub.P99 <= 60);
        Target($"memory {hub.Megabytes:0} MB, and {flooded.Megabytes:0} MB at ten times the rate", "<= 300 MB", hub.Megabytes <= 300 && flooded.Megabytes <= 300);
    }

    /// <summary>The dashboard with so many viewers.</summary>
    public static async Task<Measurement> DashboardAsync(int count, double rate, Func<Uri, string, Viewer> open)
    {
        var storage = Directory.CreateTempSubdirectory("bench-").FullName;
        try
        {
            using var server = await Servers.DashboardAsync(storage);
            var job = await Servers.StartMetronomeAsync(server.Address, rate, seconds: 120, SecondsToConnect);
            using var viewers = new Viewers();
            var connected = Task.Delay(TimeSpan.FromSeconds(SecondsToConnect));
            viewers.Add(count, () => open(server.Address, job));
            await connected;
            return await Measurement.TakeAsync(server, viewers, s_warmUp, s_length);
        }
        finally
        {
            Directory.Delete(storage, recursive: true);
        }
    }

    /// <summary>Only watches a server that runs already, for profiling it.</summary>
    public static async Task WatchAsync(Uri server, string job, int count, double seconds)
    {
        using var viewers = new Viewers();
        viewers.Add(count, () => job == "floor" ? Viewer.OfSocket(server, "/ws", Stamps.Objects) : Viewer.OfHub(server, job, 0));
        await Task.Delay(TimeSpan.FromSeconds(seconds / 2));
        viewers.Reset();
        await Task.Delay(TimeSpan.FromSeconds(seconds / 2));
        var tally = viewers.Reset();
        Line($"{viewers.Open} viewers, {tally.Records} records, {tally.Bytes} bytes, p50 {tally.Ages.Percentile(0.5):0.0} ms, p99 {tally.Ages.Percentile(0.99):0.0} ms");
    }

    private static Viewer PushViewer(Uri server) => Viewer.OfSocket(server, "/training/1/ws", Stamps.Objects);

    // Of the updates between two messages none is sent, but each becomes visible, as overtaken, with the later message.
    private static Viewer PollViewer(Uri server, double rate)
        => Viewer.OfEvents(server, "/training/1/stream", Stamps.Objects with { Overtaken = 1e9 / rate });

    private static async Task<Measurement> ArticleAsync(int count, double rate, Func<Uri, Viewer> open)
    {
        using var server = await Servers.ArticleAsync(rate);
        return await WatchAsync(server, count, open);
    }

    private static async Task<Measurement> FloorAsync(int count, double rate)
    {
        using var server = await Servers.FloorAsync(rate);
        return await WatchAsync(server, count, address => Viewer.OfSocket(address, "/ws", Stamps.Objects));
    }

    private static async Task<Measurement> WatchAsync(ServerProcess server, int count, Func<Uri, Viewer> open)
    {
        using var viewers = new Viewers();
        viewers.Add(count, () => open(server.Address));
        return await Measurement.TakeAsync(server, viewers, s_warmUp, s_length);
    }

    // Each run has every server in turn, so that what the machine does meanwhile meets all.
    private static async Task<Dictionary<string, Measurement>> MeasureAsync(int runs, Dictionary<string, Func<Task<Measurement>>> servers)
    {
        var taken = servers.Keys.ToDictionary(name => name, _ => new List<Measurement>());
        for (var run = 0; run < runs; run++)
        {
            foreach (var (name, measure) in servers)
                taken[name].Add(await measure());
        }

        return taken.ToDictionary(server => server.Key, server => Measurement.Median(server.Value));
    }

    private static void Print(string title, int runs, Dictionary<string, Measurement> table)
    {
        Line($"\n## {title} (median of {runs} runs)\n");
        Line($"| server | p50 ms | p99 ms | records/s | records/core-s | core | MB |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var (name, m) in table)
            Line($"| {name} | {m.P50:0.0} | {m.P99:0.0} | {m.RecordsPerSecond:N0} | {m.RecordsPerCoreSecond:N0} | {m.Core:0%} | {m.Megabytes:0} |");
        Line($"");
    }
}
