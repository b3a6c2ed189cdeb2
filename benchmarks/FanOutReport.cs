using TrainingDashboard.Benchmarks.Load;
using static TrainingDashboard.Benchmarks.Report;

namespace TrainingDashboard.Benchmarks;

/// <summary>One job and many viewers: how fresh what they see is, and what it costs the server.</summary>
internal static class FanOutReport
{
    private const double SecondsToConnect = 6;

    // until the just-in-time compiler is done with what runs; the interpreter needs no such time, but gets it
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

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
        TargetTable.Begin("Freshness, the hub");
        TargetTable.AtMost("age on arrival, p99", hub.P99, 10, "ms");
        TargetTable.AtLeast("the poll's p99 over it", poll.P99 / hub.P99, 90, "×");
        TargetTable.AtLeast("FastAPI's push's p99 over it", push.P99 / hub.P99, 1.3, "×");
        TargetTable.Known("it over bare Kestrel's p99", hub.P99 / table["bare Kestrel, WebSocket"].P99, "×");
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
        TargetTable.Begin("Fan-out, the hub");
        TargetTable.AtLeast("records delivered a core-second", hub.RecordsPerCoreSecond, 2_000_000, "");
        TargetTable.AtLeast("that over FastAPI's push", hub.RecordsPerCoreSecond / push.RecordsPerCoreSecond, 30, "×");
        TargetTable.AtMost("age on arrival, p99", hub.P99, 60, "ms");
        TargetTable.AtMost("memory", hub.Megabytes, 300, "MB");
        TargetTable.AtMost("memory at ten times the rate", flooded.Megabytes, 300, "MB");
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
            return await Measurement.TakeAsync(server, viewers, WarmUp, Length);
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
        return await Measurement.TakeAsync(server, viewers, WarmUp, Length);
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
