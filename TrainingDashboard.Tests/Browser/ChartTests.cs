using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Browser;

/// <summary>What a job's page draws of series of any shape, name and number.</summary>
public sealed class ChartTests
{
    [BrowserFact]
    public async Task ConvergedModel_ZoomedToWhereItIsSolved_IsDrawnAtOnce()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var id = (await server.StartJobAsync("mlp", epochs: 60)).Id;
        await server.FollowAsync(id, JobStatus.Completed);
        await page.GotoAsync($"{server.Address}jobs/{id}");
        var accuracy = page.Locator("training-chart[series^=accuracy]");
        // Until its buttons work the page may be put together anew.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove" })).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(accuracy).ToHaveAttributeAsync("data-state", "ended");
        await ZoomAsync(page, accuracy, 0.75, 0.99);

        await Assertions.Expect(accuracy.GetByRole(AriaRole.Button, new() { Name = "reset zoom" })).ToBeVisibleAsync();
        // What is smoothed is called so, with what was measured.
        var box = (await accuracy.Locator(".u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 20, box.Y + 20);
        await Assertions.Expect(accuracy.Locator(".chart-tooltip")).ToContainTextAsync("train, smoothed100.00 %");
        await Assertions.Expect(accuracy.Locator(".chart-tooltip .dim").First).ToHaveTextAsync("measured100.00 %");
        // A part of what is seen now, and again: no range is too short.
        await ZoomAsync(page, accuracy, 0.5, 0.55);
        await ZoomAsync(page, accuracy, 0.5, 0.55);
        await accuracy.GetByRole(AriaRole.Button, new() { Name = "log y" }).ClickAsync();
        await accuracy.GetByRole(AriaRole.Button, new() { Name = "reset zoom" }).ClickAsync();
        await Assertions.Expect(accuracy.GetByRole(AriaRole.Button, new() { Name = "reset zoom" })).ToBeHiddenAsync();
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task ConstantsForEver_Live_LeaveThePageAlive()
    {
        using var open = new ManualResetEventSlim();
        await using var server = await DashboardServer.StartAsync(Trainer("flat", 3_000, open, context =>
        {
            context.Report(new StepReport(0.7, 1, 0.002, 100, 1));
            context.Report("two", 2);
            context.Report("tiny", 5e-324);
            context.Report("huge", context.Step % 2 == 0 ? double.MaxValue : double.MinValue);
        }));
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var job = new JobPageDriver(page);
        var id = (await server.StartJobAsync("flat")).Id;
        await page.GotoAsync($"{server.Address}jobs/{id}");
        await Assertions.Expect(job.Chart).ToHaveAttributeAsync("data-last-step", "1");
        open.Set();

        await job.IsAsync("Completed");
        await Assertions.Expect(job.Chart).ToHaveAttributeAsync("data-last-step", "3000");
        foreach (var (name, text) in new[] { ("two", "2.000"), ("tiny", "4.94e−324"), ("huge", "1.798e308") })
        {
            var cell = page.Locator($"series-charts [data-series={name}]");
            await cell.BringIntoSightAsync();
            await Assertions.Expect(cell.Locator(".value strong")).ToHaveTextAsync(text);
        }

        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task SeriesOfEveryShape_AreDrawnAndLabelled()
    {
        using var folder = new Data.TemporaryFolder();
        await BuildGalleryAsync(folder.Path);
        await using var chromium = await Chromium.OpenAsync();
        await chromium.Page.GotoAsync(new Uri(folder.Of("odd.html")).AbsoluteUri);
        // Some hundred series in nine pictures each.
        await Assertions.Expect(chromium.Page.Locator("body")).ToHaveAttributeAsync("data-state", "done", new() { Timeout = 300_000 });

        var result = JsonDocument.Parse(await chromium.Page.Locator("#result").InnerTextAsync()).RootElement;
        Assert.Equal([], result.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()));
        Assert.InRange(result.GetProperty("drawn").GetInt32(), 100, 1_000);
        // Of three charts drawn four times.
        Assert.InRange(result.GetProperty("mostLabels").GetInt32(), 10, 12 * 40);
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task OwnSeries_OfAnyName_HaveChartsInGroups()
    {
        var wide = new string('W', 120);
        string[] names = ["reward", "val/reward", "layers/1/weights", "layers/2/weights", "top1,top5", "constructor", "__proto__", "שלום/😀", wide];
        await using var server = await DashboardServer.StartAsync(Trainer("own", 3, null, context =>
        {
            context.Report(new StepReport(1, null, 0.1, 1, 1));
            foreach (var name in names)
                context.Report(name, context.Step);
        }));
        await using var chromium = await Chromium.OpenAsync(width: 390);
        var page = chromium.Page;
        var id = (await server.StartJobAsync("own")).Id;
        await page.GotoAsync($"{server.Address}jobs/{id}");
        var section = page.Locator("series-charts");

        await Assertions.Expect(section).ToHaveAttributeAsync("data-charts", "8");
        await Assertions.Expect(section.Locator("summary")).ToHaveTextAsync(["Ungrouped 6", "layers 2"]);
        foreach (var name in names.Where(name => !name.StartsWith("val/", StringComparison.Ordinal)))
        {
            var chart = section.Locator($"[data-series='{name}'] training-chart");
            await section.Locator($"[data-series='{name}']").BringIntoSightAsync();
            await Assertions.Expect(chart).ToHaveAttributeAsync("data-points", name == "reward" ? "6" : "3");
            await Assertions.Expect(chart.Locator("h2")).ToHaveTextAsync(name.Replace("layers/", "", StringComparison.Ordinal));
        }

        await Assertions.Expect(section.Locator("[data-series=reward] .legend-item")).ToHaveTextAsync(["train", "validation"]);
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task OwnSeries_AThousandOfThem_AreMadeAsTheyComeIntoSight()
    {
        await using var server = await DashboardServer.StartAsync(Trainer("many", 2, null, context =>
        {
            context.Report(new StepReport(1, null, 0.1, 1, 1));
            for (var i = 0; i < 900; i++)
                context.Report($"layer/{i}", i);
        }));
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var id = (await server.StartJobAsync("many")).Id;
        await page.GotoAsync($"{server.Address}jobs/{id}");
        var section = page.Locator("series-charts");
        await Assertions.Expect(section.Locator("summary")).ToHaveTextAsync("layer 900");
        Assert.Equal(0, await section.Locator("training-chart").CountAsync());

        await section.Locator("summary").ClickAsync();
        foreach (var (layer, text) in new[] { (0, "0"), (450, "450.0"), (899, "899.0"), (3, "3.000") })
        {
            var cell = section.Locator($"[data-series='layer/{layer}']");
            await cell.BringIntoSightAsync();
            await Assertions.Expect(cell.Locator("training-chart .value strong")).ToHaveTextAsync(text);
            Assert.InRange(await section.Locator("training-chart").CountAsync(), 1, 40);
        }

        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task NotFinite_IsOneCountLiveAfterReloadInTheApiAndInTheExport()
    {
        using var open = new ManualResetEventSlim();
        await using var server = await DashboardServer.StartAsync(Trainer("odd", 9_001, open, context =>
            context.Report(new StepReport((context.Step % 9) switch { 3 => double.NaN, 5 => double.PositiveInfinity, _ => 1 }, null, 0.1, double.NaN, 1))));
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var job = new JobPageDriver(page);
        var id = (await server.StartJobAsync("odd")).Id;
        await page.GotoAsync($"{server.Address}jobs/{id}");
        await Assertions.Expect(job.Chart).ToHaveAttributeAsync("data-last-step", "1");
        open.Set();
        await job.IsAsync("Completed");

        var csv = (await server.Http.GetStringAsync($"/api/jobs/{id}/export?format=csv")).Split("\r\n").Select(line => line.Split(',')).ToArray();
        var exported = csv.Count(row => row is ["loss", _, _, "NaN" or "Infinity" or "-Infinity", ..]);
        Assert.Equal(2_000, exported);
        await ExpectAsync(2_000, 9_001);
        await page.ReloadAsync();
        await ExpectAsync(2_000, 9_001);
        foreach (var points in new[] { 1, 100, 10_000 })
        {
            var answer = JsonDocument.Parse(await server.Http.GetStringAsync($"/api/jobs/{id}/series/loss?points={points}")).RootElement;
            Assert.Equal(exported, answer.GetProperty("notFinite").EnumerateArray().Sum(count => count.GetInt64()));
        }

        Assert.Empty(chromium.Errors);

        async Task ExpectAsync(int loss, int gradient)
        {
            await Says(job.Chart, loss);
            await Says(page.Locator("training-chart[series=grad_norm]"), gradient);
        }

        static Task Says(ILocator chart, int count) => Assertions.Expect(chart.Locator(".legend-note:not(.dim)"))
            .ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"× {count:N0} not finite"), new() { Timeout = 60_000 });
    }

    /// <summary>A trainer of so many steps, of which all but the first wait to be let go.</summary>
    private static ScriptedTrainer Trainer(string name, int steps, ManualResetEventSlim? open, Action<TrainingContext> step) => new(name, context =>
    {
        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches([.. Enumerable.Range(0, steps)], 1))
            {
                if (context.Step == 1)
                    open?.Wait(Eventually.Deadline());
                step(context);
            }
        }
    });

    /// <summary>Drags over a part of a chart.</summary>
    private static async Task ZoomAsync(IPage page, ILocator chart, double from, double to)
    {
        await chart.BringIntoSightAsync();
        var box = (await chart.Locator(".u-over").BoundingBoxAsync())!;
        var y = box.Y + (box.Height / 2);
        await page.Mouse.MoveAsync((float)(box.X + (box.Width * from)), y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((float)(box.X + (box.Width * to)), y, new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    private static async Task BuildGalleryAsync(string folder)
    {
        using var build = System.Diagnostics.Process.Start("node", [Path.Combine(Checkout.WebAssets, "gallery", "serve.mjs"), "--build", folder]);
        await build.WaitForExitAsync(Eventually.Deadline());
        Assert.Equal(0, build.ExitCode);
    }
}
