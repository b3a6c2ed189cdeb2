using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Browser;

public sealed class NewJobTests
{
    [BrowserFact]
    public async Task Form_FaultThenMended_NamesTheFieldAndStartsWhatWasAskedFor()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        await page.GotoAsync($"{server.Address}jobs/new");
        var start = page.GetByRole(AriaRole.Button, new() { Name = "Start training" });
        await Assertions.Expect(start).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await page.GetByLabel("Learning rate").FillAsync("fast");
        await start.ClickAsync();
        await Assertions.Expect(page.GetByText("got \"fast\"")).ToBeVisibleAsync();

        await page.GetByLabel("Learning rate").FillAsync("0.02");
        await page.GetByLabel("Name").FillAsync("By hand");
        await page.GetByLabel("Epochs").FillAsync("2");
        await page.GetByLabel("Seed").FillAsync("7");
        await start.ClickAsync();
        await page.WaitForURLAsync("**/jobs/0*");
        await new JobPageDriver(page).IsAsync("Completed");

        Assert.True(JobId.TryParse(page.Url.Split('/')[^1], out var id));
        var spec = (await server.JobAsync(id)).Spec;
        Assert.Equal(("By hand", 2, 7L), (spec.Name, spec.Epochs, spec.Seed));
        Assert.Equal(0.02, spec.Hyperparameters["learningRate"].GetDouble());
    }
}
