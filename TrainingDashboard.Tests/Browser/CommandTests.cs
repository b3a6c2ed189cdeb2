using Microsoft.Playwright;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Browser;

/// <summary>One press is one press, what was entered stays, and who waits is told for what.</summary>
public sealed class CommandTests
{
    [BrowserFact]
    public async Task Start_PressedTwiceOrHeld_StartsOneJob()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced);
        await server.StartJobAsync("paced");
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;

        await OpenAsync(page, $"{server.Address}jobs/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).DblClickAsync();
        await page.WaitForURLAsync("**/jobs/0*");
        Assert.Equal(2, (await server.Jobs.ListAsync(default)).Count);

        // Enter in a field sends the form; held down, again and again.
        await OpenAsync(page, $"{server.Address}jobs/new");
        // Once the page has done with focusing its heading.
        await page.WaitForFunctionAsync("() => document.activeElement?.tagName === 'H1'");
        await page.GetByLabel("Name").FocusAsync();
        for (var i = 0; i < 10; i++)
            await page.Keyboard.DownAsync("Enter");
        await page.Keyboard.UpAsync("Enter");
        await page.WaitForURLAsync("**/jobs/0*");
        Assert.Equal(3, (await server.Jobs.ListAsync(default)).Count);
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task Start_PressedAgainBeforeTheServerAnswers_StartsOneJob()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced);
        await server.StartJobAsync("paced");
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        await OpenAsync(page, $"{server.Address}jobs/new");

        // As over a slow line: three presses are sent before the first is answered, each a single one.
        await page.EvaluateAsync("() => { const b = document.querySelector('button[type=submit]'); b.click(); b.click(); b.click(); }");
        await page.WaitForURLAsync("**/jobs/0*");

        Assert.Equal(2, (await server.Jobs.ListAsync(default)).Count);
        Assert.Empty(chromium.Errors);
    }

    [BrowserFact]
    public async Task Pause_DoubleClicked_IsNotResumedByTheSecondClick()
    {
        await using var server = await DashboardServer.StartAsync();
        var job = await server.Control.StartAsync(new StartRequest { Trainer = "mlp", Dataset = "spirals", Epochs = 100_000, Seed = 1 }, default);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        await OpenAsync(page, $"{server.Address}jobs/{job.Id}");
        var driver = new JobPageDriver(page);
        await driver.IsAsync("Running");

        // Slowly enough for the button to have become Resume in between.
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync(new() { ClickCount = 2, Delay = 150 });
        await driver.IsAsync("Paused");

        Assert.Single((await server.StoredAsync(job.Id)).OfType<Training.Feed.Events.ReceiptEvent>(), receipt => receipt.State == ReceiptState.Requested);
        await server.SendAsync(job.Id, CommandAction.Stop);
    }

    [BrowserFact]
    public async Task NewJob_LoadedAnewAfterTheServerRestarted_HasWhatWasEnteredAlsoMeanwhile()
    {
        using var folder = new TemporaryFolder();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        Uri address;
        await using (var server = await DashboardServer.StartAsync(folder, []))
        {
            address = server.Address;
            await OpenAsync(page, $"{address}jobs/new");
            await page.Locator("input[name=trainer][value=cnn]").CheckAsync();
            await Assertions.Expect(page.Locator("input[name=dataset][value=digits]")).ToBeCheckedAsync();
            await page.GetByLabel("Learning rate").FillAsync("0.125");
            await page.GetByLabel("Epochs").FillAsync("3");
        }

        await Assertions.Expect(page.Locator(".connection-banner")).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("Typed while the server was away ✓");
        await using var restarted = await DashboardServer.StartAsync(folder, ["--urls", address.ToString().TrimEnd('/')]);

        await Assertions.Expect(page.GetByText("What you had entered here is restored.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("Typed while the server was away ✓");
        await Assertions.Expect(page.GetByLabel("Learning rate")).ToHaveValueAsync("0.125");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs/0*");
        var job = Assert.Single(await restarted.Jobs.ListAsync(default));
        Assert.Equal(("Typed while the server was away ✓", "cnn", "digits", 3), (job.Spec.Name, job.Spec.Trainer, job.Spec.Dataset, job.Spec.Epochs));
        Assert.Equal(0.125, job.Spec.Hyperparameters["learningRate"].GetDouble());

        // What was started is no draft any more.
        await OpenAsync(page, $"{address}jobs/new");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Object.keys(sessionStorage).filter(key => key.startsWith('draft')).length"));
    }

    [BrowserFact]
    public async Task Queue_OnThePageOfAJobThatWaits_IsLiveAndCanBeFreed()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], paced);
        var holder = await server.StartJobAsync("paced");
        await server.FollowAsync(holder.Id, JobStatus.Running);
        var waits = await server.StartJobAsync("paced");
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        await OpenAsync(page, $"{server.Address}jobs/{waits.Id}");
        var notice = page.Locator(".alert");
        await Assertions.Expect(notice).ToContainTextAsync("Waiting for a slot. #1 is running. You are next.");

        await server.SendAsync(holder.Id, CommandAction.Pause);
        paced.Allow(1);
        await Assertions.Expect(notice).ToContainTextAsync("#1 is paused and keeps its slot until");
        await page.GetByRole(AriaRole.Button, new() { Name = "Park #1" }).ClickAsync();

        await Assertions.Expect(notice).ToHaveCountAsync(0);
        await new JobPageDriver(page).IsAsync("Running");
        Assert.Empty(chromium.Errors);
    }

    private static async Task OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Locator("[data-interactive]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        if (address.EndsWith("/new", StringComparison.Ordinal))
            await page.Locator("form-draft[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
