using TrainingDashboard.Benchmarks.Load;
using static TrainingDashboard.Benchmarks.Report;

namespace TrainingDashboard.Benchmarks;

/// <summary>What viewers cost while they wait, and what those that never read cost the others.</summary>
internal static class MemoryReport
{
    private const int Watching = 500;
    private const int Idle = 10_000;
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(60);

    public static async Task PrintAsync(int runs)
    {
        Line($"\n## Memory\n");
        await PrintIdleAsync();
        await PrintSilentAsync();
    }

    private static async Task PrintIdleAsync()
    {
        var storage = Directory.CreateTempSubdirectory("bench-").FullName;
        using var server = await Servers.DashboardAsync(storage);
        var job = await Servers.StartMetronomeAsync(server.Address, rate: 0.2, seconds: 1_000, delay: 0);
        using var viewers = new Viewers();
        viewers.Add(50, () => Viewer.OfHub(server.Address, job, 0));
        await Task.Delay(s_settle);
        var before = server.Megabytes;
        viewers.Add(Idle, () => Viewer.OfHub(server.Address, job, 0));
        await Task.Delay(s_settle);
        viewers.Reset();
        await Task.Delay(TimeSpan.FromSeconds(11));
        var tally = viewers.Reset();
        var each = (server.Megabytes - before) * 1024 / Idle;
        Target($"{Idle} idle viewers of the hub, {each:0.0} KB each, {server.Megabytes:0} MB in all", "<= 25 KB", each <= 25);
        Target($"{viewers.Open} of them connected, {tally.Records} records seen", "all, one update at least", viewers.Open == Idle + 50 && tally.Records >= Idle + 50);
    }

    private static async Task PrintSilentAsync()
    {
        var without = await FanOutReport.DashboardAsync(Watching, 100, (server, job) => Viewer.OfHub(server, job, 0));
        var storage = Directory.CreateTempSubdirectory("bench-").FullName;
        using var server = await Servers.DashboardAsync(storage);
        var job = await Servers.StartMetronomeAsync(server.Address, 100, seconds: 1_000, delay: 6);
        using var viewers = new Viewers();
        viewers.Add(Watching, () => Viewer.OfHub(server.Address, job, 0));
        viewers.AddSilent(Watching / 20, () => Viewer.OfHub(server.Address, job, 0));
        await Task.Delay(TimeSpan.FromSeconds(6));
        var first = await Measurement.TakeAsync(server, viewers, s_settle, TimeSpan.FromSeconds(8));
        await Task.Delay(s_minute - TimeSpan.FromSeconds(8));
        var later = server.Megabytes;
        Target(
            $"{Watching / 20} of {Watching} viewers never read: p99 of the others {first.P99:0.0} ms, without them {without.P99:0.0} ms",
            "<= 2x", first.P99 <= 2 * without.P99);
        Target($"memory {first.Megabytes:0} MB, a minute later {later:0} MB", "flat", later <= first.Megabytes * 1.1);
        await Task.Delay(s_minute);
        Target($"{viewers.CountClosedSilent()} of {Watching / 20} were closed", "all", viewers.CountClosedSilent() == Watching / 20);
    }
}
