using Microsoft.Playwright;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Browser;

public sealed class FirstRunTests
{
    [BrowserFact]
    public async Task EmptyMachine_OneClick_TrainsLiveAndObeysAndLosesNothing()
    {
        // one core for the job, so that the page gets the other and is done with the job long before it would end
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ThreadsPerJob", "1"]);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var job = new JobPageDriver(page);

        await page.GotoAsync(server.Address.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Start a first job" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs/0*");
        await job.IsAsync("Running");
        await job.GrewBeyondAsync(3);

        await job.ClickAsync("Pause");
        await job.IsAsync("Paused");
        var id = page.Url.Split('/')[^1];
        Assert.True(JobId.TryParse(id, out var jobId));
        var stored = (await server.JobAsync(jobId)).Progress.Step;
        await Eventually.IsAsync(async () => await job.LastStepAsync() == stored, "the curve reaches the step at which the loop stands");
        Assert.Contains("pause applied at step", await page.Locator(".receipt").InnerTextAsync(), StringComparison.Ordinal);
        // Standing still is watched, not waited out: a second heart beat of the feed may bring nothing new.
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 1000))");
        Assert.Equal(stored, await job.LastStepAsync());
        Assert.Equal(stored, (await server.JobAsync(jobId)).Progress.Step);

        await job.ClickAsync("Resume");
        await job.GrewBeyondAsync(stored);

        await job.ClickAsync("Stop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the job" }).ClickAsync();
        await job.IsAsync("Cancelled");
        var ended = (await server.JobAsync(jobId)).Progress.Step;
        await Eventually.IsAsync(async () => await job.LastStepAsync() == ended, "the curve reaches the last step");

        await page.ReloadAsync();
        await job.IsAsync("Cancelled");
        await Eventually.IsAsync(async () => await job.LastStepAsync() == ended, "the reloaded page has the whole curve");
        Assert.True(await job.PointsAsync() >= ended);

        await job.ClickAsync("Remove");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the job" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start a first job" })).ToBeVisibleAsync();
        Assert.Null(await server.Jobs.FindAsync(jobId, default));
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task Restart_BeforeThePageWorks_ItComesToWorkByItself()
    {
        using var folder = new TemporaryFolder();
        var server = await DashboardServer.StartAsync(folder, []);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var id = (await server.StartJobAsync("mlp", epochs: 100_000)).Id;
        // The page is there, and its circuit cannot begin.
        await page.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        await page.GotoAsync($"{server.Address}jobs/{id}");
        var pause = page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true });
        await Assertions.Expect(pause).ToBeDisabledAsync();

        var port = server.Address.Port;
        await server.DisposeAsync();
        await Assertions.Expect(page.GetByText("Connection lost")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.UnrouteAllAsync();
        await using var again = await DashboardServer.StartAsync(folder, ["--urls", $"http://127.0.0.1:{port}"]);

        await Assertions.Expect(pause).ToBeEnabledAsync(new() { Timeout = 60_000 });
    }

    [BrowserFact]
    public async Task Restart_PageOpen_ComesBackByItselfAndFollowsTheJobOn()
    {
        using var folder = new TemporaryFolder();
        var server = await DashboardServer.StartAsync(folder, []);
        await using var chromium = await Chromium.OpenAsync();
        var job = new JobPageDriver(chromium.Page);
        var id = (await server.StartJobAsync("mlp", epochs: 100_000)).Id;
        await chromium.Page.GotoAsync($"{server.Address}jobs/{id}");
        await job.GrewBeyondAsync(100);
        await Assertions.Expect(chromium.Page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true })).ToBeEnabledAsync();

        var port = server.Address.Port;
        await server.DisposeAsync();
        await Assertions.Expect(chromium.Page.GetByText("Connection lost")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await using var again = await DashboardServer.StartAsync(folder, ["--urls", $"http://127.0.0.1:{port}"]);
        var step = (await again.JobAsync(id)).Progress.Step;

        await job.GrewBeyondAsync(step);
        await job.IsAsync("Running");
        await Assertions.Expect(chromium.Page.GetByText("Connection lost")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(chromium.Page.GetByText("Taken up again, attempt 2")).ToBeVisibleAsync();
    }
}
