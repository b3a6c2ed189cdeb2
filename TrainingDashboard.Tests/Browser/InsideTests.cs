using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Browser;

public sealed class InsideTests
{
    [BrowserFact]
    public async Task Page_LooksIntoTheModelAsItIsNowAndAsksItOfARow()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ChildProcess", "true", "--Training:ThreadsPerJob", "1"]);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var (id, job) = await OpenAsync(server, page, "mlp", "spirals", step: 60);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Inside" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Look now" }).ClickAsync();
        var made = (CheckpointEvent)(await server.FollowAsync(id, e => e is CheckpointEvent { Reason: Training.Checkpoints.CheckpointReason.Manual }))[^1];
        var inside = page.Locator($"model-inspection[data-state=shown][data-step='{made.Step}']");
        await Assertions.Expect(inside).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(inside.Locator(".histogram")).ToHaveCountAsync(6);
        await Assertions.Expect(inside.Locator(".sheet tbody tr")).ToHaveCountAsync(24);

        // The middle of the picture belongs to neither spiral, but the model has to say something of it.
        await inside.GetByLabel("x").FillAsync("0.5");
        await inside.GetByRole(AriaRole.Button, new() { Name = "Ask the model" }).ClickAsync();
        await Assertions.Expect(inside.Locator(".likelihood")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await inside.GetByLabel("x").FillAsync("left");
        await inside.GetByRole(AriaRole.Button, new() { Name = "Ask the model" }).ClickAsync();
        await Assertions.Expect(inside.Locator(".prediction .error")).ToHaveTextAsync("cells.x: Expected a number, got 'left'.", new() { Timeout = 60_000 });

        await server.SendAsync(id, CommandAction.Stop);
        await job.IsAsync("Cancelled");
        // The browser itself says of every answer with a status of 400 that it has one.
        Assert.All(chromium.Errors, error => Assert.Contains("400", error, StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Keys_DoWhatTheButtonsDoUnlessSomebodyTypesOrSwitchesThemOff()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ThreadsPerJob", "1"]);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var (id, job) = await OpenAsync(server, page, "cnn", "digits", step: 10);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true })).ToBeEnabledAsync();

        await page.Keyboard.PressAsync("p");
        await job.IsAsync("Paused");
        var step = (await server.JobAsync(id)).Progress.Step;
        await page.Keyboard.PressAsync("2");
        await Eventually.IsAsync(async () => await job.LastStepAsync() == step + 10, "ten batches were done");
        await job.IsAsync("Paused");

        // Typed into a field it is a letter.
        await page.GetByRole(AriaRole.Tab, new() { Name = "Log" }).ClickAsync();
        var search = page.Locator("job-log input").First;
        await search.FocusAsync();
        await page.Keyboard.PressAsync("p");
        await Assertions.Expect(search).ToHaveValueAsync("p");

        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("?");
        var list = page.GetByRole(AriaRole.Dialog, new() { Name = "Shortcuts" });
        await Assertions.Expect(list).ToContainTextAsync("Resume");
        await list.GetByLabel("Single keys work").UncheckAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.Keyboard.PressAsync("p");
        await page.Keyboard.PressAsync("?");
        await list.GetByLabel("Single keys work").CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal((JobStatus.Paused, DesiredState.Pause), ((await server.JobAsync(id)).Status, (await server.JobAsync(id)).Desired));
        await page.Keyboard.PressAsync("p");
        await job.IsAsync("Running");

        // Stopping asks first.
        await page.Keyboard.PressAsync("x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the job" }).ClickAsync();
        await job.IsAsync("Cancelled");
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task Chart_KeepsWhatTheJobWentBackOver()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ThreadsPerJob", "1"]);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var (id, job) = await OpenAsync(server, page, "cnn", "digits", step: 120);
        await Assertions.Expect(job.Chart.GetByText("abandoned")).ToBeHiddenAsync();

        await server.Control.SendAsync(id, new CommandRequest(CommandAction.Rollback, new RollbackArguments()), "a test", default);
        var back = (RollbackEvent)(await server.FollowAsync(id, e => e is RollbackEvent))[^1];
        await Assertions.Expect(job.Chart.GetByText("abandoned")).ToBeVisibleAsync();
        var kept = long.Parse((await job.Chart.GetAttributeAsync("data-abandoned"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(kept, back.Step - back.BackTo, back.Step - back.BackTo + 5);

        // So does a page that is opened later.
        await page.ReloadAsync();
        await Assertions.Expect(job.Chart.GetByText("abandoned")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await server.SendAsync(id, CommandAction.Stop);
        await job.IsAsync("Cancelled");
        Assert.Empty(chromium.Errors);
    }

    /// <summary>Opens the page of a job that has come so far.</summary>
    private static async Task<(JobId Id, JobPageDriver Job)> OpenAsync(DashboardServer server, IPage page, string trainer, string dataset, long step)
    {
        var job = new JobPageDriver(page);
        var id = (await server.Control.StartAsync(new StartRequest { Trainer = trainer, Dataset = dataset, Epochs = 100_000, Seed = 1 }, default)).Id;
        await page.GotoAsync($"{server.Address}jobs/{id}");
        await job.GrewBeyondAsync(step);
        return (id, job);
    }
}
