using System.Diagnostics;
using System.Net;
using Microsoft.Playwright;
using TrainingDashboard.Tests.Api;
using TrainingDashboard.Tests.Browser;
using TrainingDashboard.Tests.CommandLine;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Embedding;

/// <summary>The sample of an application with the dashboard in it, as it is built and started by anybody.</summary>
public sealed class SampleTests
{
    [BrowserFact]
    public async Task Sample_UnderItsPath_IsTheWholeDashboard()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await DashboardProcess.StartSampleAsync(folder.Path);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var job = new JobPageDriver(page);

        // without the slash too
        await page.GotoAsync(sample.Url + "/training");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start a first job" }).ClickAsync();
        await page.WaitForURLAsync("**/training/jobs/0*");
        await job.IsAsync("Running");
        await job.GrewBeyondAsync(3);
        await job.ClickAsync("Pause");
        await job.IsAsync("Paused");
        await job.ClickAsync("Stop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the job" }).ClickAsync();
        await job.IsAsync("Cancelled");
        await page.GetByRole(AriaRole.Link, new() { Name = "Datasets" }).First.ClickAsync();
        await page.WaitForURLAsync("**/training/datasets");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Datasets" })).ToBeVisibleAsync();
        Assert.Empty(chromium.Errors);
    }

    [Fact]
    public async Task Sample_ItsOwnButton_StartsAJobOfItsOwnTrainer()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await DashboardProcess.StartSampleAsync(folder.Path);

        var job = await (await sample.Http.PostAsync("/retrain", null)).JsonAsync(HttpStatusCode.OK);
        var events = await sample.Http.GetStringAsync($"/training/training/{job.Text("id")}/stream");
        var seen = (await sample.Http.GetJsonAsync($"/training/api/jobs/{job.Text("id")}")).GetProperty("job");

        Assert.Contains("\"completed\"", events, StringComparison.Ordinal);
        Assert.Equal(("halving", "completed", 48), (seen.Text("trainer"), seen.Text("status"), seen.GetProperty("step").GetInt32()));
        Assert.Equal("The shop's own page", await sample.Http.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await sample.Http.GetAsync("/api/jobs")).StatusCode);
    }

    [Fact]
    public async Task Sample_ItsStaticFiles_AreInAFolderOfTheirOwn()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await DashboardProcess.StartSampleAsync(folder.Path);

        Assert.Contains("_content/TrainingDashboard.Web/dashboard.", await sample.Http.GetStringAsync("/training/"), StringComparison.Ordinal);
        foreach (var path in (string[])["embed.js", "examples/plain.html", "examples/plain.js", "_content/TrainingDashboard.Web/_framework/blazor.web.js", "_content/Radzen.Blazor/Radzen.Blazor.min.js"])
            Assert.True((await sample.Http.GetAsync("/training/" + path)).IsSuccessStatusCode, path);
        // The application's own, which it has not mapped, are not to be had through the dashboard.
        Assert.Equal(HttpStatusCode.NotFound, (await sample.Http.GetAsync("/training/shop.html")).StatusCode);
    }

    [Fact]
    public async Task Sample_ToldToEnd_EndsThoughSomebodyWatches()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await DashboardProcess.StartSampleAsync(folder.Path);
        var job = await sample.Http.PostJsonAsync("/training/api/jobs", """{"trainer":"mlp","dataset":"spirals","epochs":100000}""", HttpStatusCode.Created);
        using var watching = await sample.Http.GetAsync($"/training/training/{job.Text("id")}/stream", HttpCompletionOption.ResponseHeadersRead);

        // The command line finds it by its folder.
        var other = await sample.Http.PostJsonAsync("/training/api/jobs", """{"trainer":"mlp","dataset":"spirals","epochs":100000}""", HttpStatusCode.Created);
        Assert.Equal("Job #2 is cancelled.\n", (await Headless.RunAsync(folder.Path, "stop", other.Text("id"))).Output);

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await sample.TerminateAsync());

        // The server alone would wait half a minute for the stream to end.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(25), $"{clock.Elapsed}");
    }
}
