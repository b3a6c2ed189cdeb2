using System.Globalization;
using Microsoft.Playwright;
using TrainingDashboard.Tests.Browser;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.JavaScriptClient;

/// <summary>Charts and commands on pages that are not the dashboard's, without Blazor.</summary>
public sealed class OtherPagesTests
{
    [BrowserFact]
    public async Task PlainExample_StartsAJobAndDrawsAndSteersIt()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        await page.GotoAsync($"{server.Address}examples/plain.html");
        var log = page.Locator("#log");

        await Button(page, "Start").ClickAsync();
        await GrowsBeyondAsync(page, 20);
        await Button(page, "Pause").ClickAsync();
        await Assertions.Expect(log).ToContainTextAsync("pause applied at step", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#status")).ToHaveTextAsync("paused");
        await Button(page, "Pause").ClickAsync();
        await Assertions.Expect(log).ToContainTextAsync("pause: The job is already paused.");
        var paused = await PointsAsync(page);
        await Button(page, "Resume").ClickAsync();
        await GrowsBeyondAsync(page, paused);
        await Button(page, "Stop").ClickAsync();
        await Assertions.Expect(page.Locator("#status")).ToHaveTextAsync("cancelled", new() { Timeout = 60_000 });
        await Assertions.Expect(log).ToContainTextAsync("ended");
        Assert.True(chromium.Errors.IsEmpty, string.Join("; ", chromium.Errors));
    }

    [BrowserFact]
    public async Task EmbeddedChart_OnAPageWithItsOwnStyle_DrawsAsItShould()
    {
        await using var server = await DashboardServer.StartAsync();
        var job = await server.StartJobAsync("mlp", epochs: 100_000);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        // Written into a page of the server's: Chromium keeps one that a test serves itself from WebSockets to loopback.
        await page.RouteAsync("**/plain.js", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/javascript", Body = "" }));
        await page.GotoAsync($"{server.Address}examples/plain.html");
        await page.SetContentAsync($"""
            <!doctype html><link rel="icon" href="data:,"><title>Another page</title>
            <style>header, footer, button {"{"} display: none; color: red {"}"} training-chart {"{"} --c1: rgb(1, 2, 3) {"}"}</style>
            <script type="module" src="/embed.js"></script>
            <training-chart id="one" job="{job.Id}" series="loss,val/loss" title="Loss"></training-chart>
            <training-chart id="two" job="{job.Id}" series="accuracy" server="{server.Address}" theme="dark"></training-chart>
            """);

        foreach (var id in new[] { "one", "two" })
        {
            await GrowsBeyondAsync(page, 20, $"#{id}");
            await Eventually.IsAsync(() => page.EvaluateAsync<bool>("""
                id => {
                  const canvas = document.getElementById(id).shadowRoot.querySelector("canvas");
                  return !!canvas && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0);
                }
                """, id), $"chart {id} is drawn");
        }

        var one = page.Locator("#one");
        await Assertions.Expect(one.GetByRole(AriaRole.Heading, new() { Name = "Loss" })).ToBeVisibleAsync();
        await Assertions.Expect(one.GetByRole(AriaRole.Button, new() { Name = "validation" })).ToBeVisibleAsync();
        Assert.Equal("rgb(1, 2, 3)", await one.Locator(".legend-item .swatch").First.EvaluateAsync<string>("each => getComputedStyle(each).backgroundColor"));
        Assert.NotEqual(
            await one.EvaluateAsync<string>("each => getComputedStyle(each).backgroundColor"),
            await page.Locator("#two").EvaluateAsync<string>("each => getComputedStyle(each).backgroundColor"));
        Assert.True(chromium.Errors.IsEmpty, string.Join("; ", chromium.Errors));
        if (Environment.GetEnvironmentVariable("TRAININGDASHBOARD_SCREENSHOTS") is { } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "embed.png") });
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task<long> PointsAsync(IPage page, string chart = "training-chart")
        => long.Parse(await page.Locator(chart).GetAttributeAsync("data-points") ?? "0", CultureInfo.InvariantCulture);

    private static Task GrowsBeyondAsync(IPage page, long points, string chart = "training-chart")
        => Eventually.IsAsync(async () => await PointsAsync(page, chart) > points, $"{chart} grows beyond {points} points");
}
