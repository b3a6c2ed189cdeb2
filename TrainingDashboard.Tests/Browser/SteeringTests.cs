using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Browser;

public sealed class SteeringTests
{
    [BrowserFact]
    public async Task Page_PauseHalveStepTen_ShowsTheEffectAndGoesBackWhenItBreaks()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ThreadsPerJob", "1"]);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var job = new JobPageDriver(page);
        var id = (await server.Control.StartAsync(
            new StartRequest
            {
                Trainer = "cnn", Dataset = "digits", Epochs = 1_000, Seed = 1,
                Hyperparameters = new Dictionary<string, System.Text.Json.JsonElement> { ["schedule"] = System.Text.Json.JsonSerializer.SerializeToElement("constant") },
            },
            default)).Id;
        await page.GotoAsync($"{server.Address}jobs/{id}");
        await job.GrewBeyondAsync(60);

        await job.ClickAsync("Pause");
        await job.IsAsync("Paused");
        var step = (await server.JobAsync(id)).Progress.Step;
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Learning rate" }).FillAsync("0.001");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("learningRate 0.002 → 0.001");
        await Assertions.Expect(page.Locator(".receipt")).ToContainTextAsync("set applied at step");
        await job.ClickAsync("10 batches");
        await Eventually.IsAsync(async () => await job.LastStepAsync() == step + 10, "the curve is ten batches longer");
        await job.IsAsync("Paused");
        await Assertions.Expect(page.Locator("training-chart[series='lr'] .value strong")).ToHaveTextAsync("1.0e−3");
        await PictureAsync(page, "steer-paused");

        // A breakpoint that is hit, and the way back.
        await page.GetByText("Breakpoints", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Pause when").SelectOptionAsync("Step");
        await page.GetByLabel("step", new() { Exact = true }).FillAsync($"{step + 80}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".steer-list")).ToContainTextAsync($"step {step + 80}");
        await job.ClickAsync("Resume");
        await Assertions.Expect(page.GetByText("A breakpoint was hit.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await PictureAsync(page, "steer-hit");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("halve the learning rate, resume") }).ClickAsync();
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("→ 0.0005", new() { Timeout = 60_000 });
        await Eventually.IsAsync(async () => (await server.JobAsync(id)).Attempt == 2, "the job has gone back");
        await job.GrewBeyondAsync(step + 60);

        await server.SendAsync(id, CommandAction.Stop);
        await job.IsAsync("Cancelled");
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public Task Page_PausedAndNarrow_HasNothingCutOffAndTakesTheKeyboard() => UseByKeyboardAsync(390, ColorScheme.Light);

    [BrowserFact]
    public Task Page_PausedAndDark_HasNothingCutOffAndTakesTheKeyboard() => UseByKeyboardAsync(390, ColorScheme.Dark);

    [BrowserFact]
    public Task Page_PausedAndWide_HasNothingCutOffAndTakesTheKeyboard() => UseByKeyboardAsync(1280, ColorScheme.Light);

    private static async Task UseByKeyboardAsync(int width, ColorScheme scheme)
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync(width, 844, scheme);
        var page = chromium.Page;
        var job = new JobPageDriver(page);
        var id = (await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "spirals", Epochs = 100_000, Seed = 1 }, default)).Id;
        await page.GotoAsync($"{server.Address}jobs/{id}");
        await job.GrewBeyondAsync(100);
        await job.ClickAsync("Pause");
        await job.IsAsync("Paused");

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Learning rate" }).FocusAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("1000");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".steer-row .error")).ToContainTextAsync("Expected a number from 0 to 100");
        await PictureAsync(page, $"steer-{width}-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "1 batch", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".receipt")).ToContainTextAsync("step applied at step");

        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(chromium.Errors);
        await server.SendAsync(id, CommandAction.Stop);
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("TRAININGDASHBOARD_SCREENSHOTS") is { } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}
