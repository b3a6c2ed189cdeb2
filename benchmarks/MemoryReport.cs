using TrainingDashboard.Benchmarks.Load;

namespace TrainingDashboard.Benchmarks;

/// <summary>What viewers cost while they wait, and what those that never read cost the others.</summary>
internal static class MemoryReport
{
    private const int Watching = 500;
    private const int Idle = 10_000;

    // enough that the system's buffers of a connection are soon full
    private const double Rate = 1_000;
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(60);

    public static async Task PrintAsync()
    {
        TargetTable.Begin("Memory (one run)");
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
        TargetTable.AtMost($"each of {Idle} idle viewers of the hub", each, 25, "KB");
        TargetTable.Known("the whole server with them", server.Megabytes, "MB");
        TargetTable.Exactly("connected of them and the first 50", viewers.Open, Idle + 50);
        TargetTable.AtLeast("records seen by all meanwhile", tally.Records, Idle + 50, "");
    }

    private static async Task PrintSilentAsync()
    {
        var without = await FanOutReport.DashboardAsync(Watching, Rate, (server, job) => Viewer.OfHub(server, job, 0));
        var storage = Directory.CreateTempSubdirectory("bench-").FullName;
        using var server = await Servers.DashboardAsync(storage);
        var job = await Servers.StartMetronomeAsync(server.Address, Rate, seconds: 1_000, delay: 6);
        using var viewers = new Viewers();
        viewers.Add(Watching, () => Viewer.OfHub(server.Address, job, 0));
        viewers.AddSilent(Watching / 20, () => Viewer.OfHub(server.Address, job, 0));
        await Task.Delay(TimeSpan.FromSeconds(6));
        var first = await Measurement.TakeAsync(server, viewers, FanOutReport.WarmUp, FanOutReport.Length);
        // still before they are let go
        await Task.Delay(s_minute - FanOutReport.WarmUp - FanOutReport.Length - s_settle);
        var later = server.Megabytes;
        TargetTable.AtMost($"p99 of {Watching} viewers beside {Watching / 20} that never read, over that without them", first.P99 / without.P99, 2, "×");
        TargetTable.AtMost("memory just before they are let go, over that half a minute earlier", later / first.Megabytes, 1.1, "×");
        await Task.Delay(2 * s_minute);
        TargetTable.Exactly("of those that never read, closed two minutes later", viewers.CountClosedSilent(), Watching / 20);
    }
}
