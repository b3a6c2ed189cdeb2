using System.Globalization;
using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;

namespace TrainingDashboard.Tests.Browser;

/// <summary>Parking, checkpoints, a proof, a rewind and a fork, as a person does them.</summary>
public sealed class KeepingTests
{
    [BrowserFact]
    public async Task Job_ParkedProvedRewoundAndForked_InTheBrowser()
    {
        await using var server = await DashboardServer.StartAsync(
            null, ["--Training:Slots", "1", "--Training:ThreadsPerJob", "1", "--Training:CheckpointSeconds", "86400", "--Training:CheckpointSteps", "50", "--Training:CheckpointBest", "false", "--Training:KeepCheckpoints", "100"]);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var job = new JobPageDriver(page);
        // slow enough that a page that is waited for finds the rewind among the latest of the timeline
        var parent = (await server.Control.StartAsync(new StartRequest { Trainer = "cnn", Dataset = "digits", Epochs = 1_000, Seed = 1 }, default)).Id;
        await page.GotoAsync($"{server.Address}jobs/{parent}");
        await job.GrewBeyondAsync(110);

        await job.ClickAsync("Park");
        await job.IsAsync("Parked");
        await Assertions.Expect(page.Locator(".receipt")).ToContainTextAsync("park durable at step");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Checkpoints" }).ClickAsync();
        var rows = page.Locator("table.checkpoints tbody tr");
        var second = rows.Nth(1);
        var step = await second.GetAttributeAsync("data-step");
        await second.GetByRole(AriaRole.Button, new() { Name = "Prove exact resume" }).ClickAsync();
        await Assertions.Expect(second.Locator("[data-proof='identical']")).ToContainTextAsync("steps bit-identical", new() { Timeout = 60_000 });
        await second.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        await Assertions.Expect(second.GetByText("pinned")).ToBeVisibleAsync();

        await second.GetByRole(AriaRole.Button, new() { Name = "Rewind" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rewind the job" }).ClickAsync();
        await job.IsAsync("Running");
        await job.ClickAsync("Park");
        await job.IsAsync("Parked");
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync($"to step {step}.");
        await Assertions.Expect(page.Locator("table.checkpoints").GetByText("abandoned")).ToBeVisibleAsync();

        await page.Locator($"table.checkpoints tr[data-step='{step}']").GetByRole(AriaRole.Link, new() { Name = "Fork" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Fork of");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/jobs/0", StringComparison.Ordinal) && !url.EndsWith(parent.ToString(), StringComparison.Ordinal));
        await job.IsAsync("Running");
        var forkStep = long.Parse(step!, CultureInfo.InvariantCulture);
        await job.GrewBeyondAsync(forkStep);
        await Assertions.Expect(page.Locator(".lineage")).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"at step {forkStep:N0}."));
        await Assertions.Expect(job.Chart).ToHaveAttributeAsync("data-trunk", parent.ToString());
        Assert.Empty(chromium.Errors);
    }
}
