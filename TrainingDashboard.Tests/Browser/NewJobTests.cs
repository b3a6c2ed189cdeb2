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

    [BrowserFact]
    public async Task Upload_BrokenThenWholeTable_SaysWhereAndThenTrains()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        await page.GotoAsync($"{server.Address}datasets");
        var rows = Enumerable.Range(0, 40).Select(i => $"{i},{i % 7},{(i < 20 ? "low" : "high")}").ToArray();

        await Eventually.IsAsync(async () =>
        {
            await page.Locator("#upload-files").SetInputFilesAsync(File("numbers.csv", [.. rows.Take(11), "11,4", .. rows.Skip(12)]));
            return await page.GetByLabel("Column to predict").IsVisibleAsync();
        }, "the upload form answers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and check" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("numbers.csv, line 12, column 3");
        Assert.Equal(0, await page.Locator("[data-dataset=numbers]").CountAsync());

        await page.Locator("#upload-files").SetInputFilesAsync(File("numbers.csv", rows));
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and check" }).ClickAsync();
        await page.Locator("[data-dataset=numbers]").GetByText("Train").ClickAsync();
        await Assertions.Expect(page.Locator("input[name=dataset][value=numbers]")).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs/0*");
        await new JobPageDriver(page).IsAsync("Completed");
    }

    private static FilePayload File(string name, IEnumerable<string> lines)
        => new() { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n") };
}
