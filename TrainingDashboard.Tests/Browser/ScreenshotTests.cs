using Microsoft.Playwright;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;

namespace TrainingDashboard.Tests.Browser;

/// <summary>
/// The pictures in README, of a real job. They are kept in a temporary folder, or in the one that
/// TRAININGDASHBOARD_SCREENSHOTS names.
/// </summary>
public sealed class ScreenshotTests
{
    [BrowserFact]
    public async Task JobPage_RunningJob_IsPicturedWithoutAnythingCutOff()
    {
        using var temporary = new TemporaryFolder();
        var folder = Environment.GetEnvironmentVariable("TRAININGDASHBOARD_SCREENSHOTS") ?? temporary.Path;
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ThreadsPerJob", "1"]);
        var job = await server.Control.StartAsync(
            new StartRequest { Name = "Digits", Trainer = "cnn", Dataset = "digits", Epochs = 40, Seed = 1 }, default);

        await PictureAsync(server, $"jobs/{job.Id}", Path.Combine(folder, "job.png"), 1280, 1000, ColorScheme.Dark, async page =>
        {
            var driver = new JobPageDriver(page);
            await driver.GrewBeyondAsync(60);
            await driver.ClickAsync("Pause");
            await driver.IsAsync("Paused");
            await driver.ClickAsync("Resume");
            await driver.GrewBeyondAsync(250);
        });
        await PictureAsync(server, $"jobs/{job.Id}", Path.Combine(folder, "job-narrow.png"), 390, 844, ColorScheme.Light,
            page => new JobPageDriver(page).GrewBeyondAsync(250));
    }

    private static async Task PictureAsync(
        DashboardServer server, string address, string file, int width, int height, ColorScheme scheme, Func<IPage, Task> until)
    {
        await using var chromium = await Chromium.OpenAsync(width, height, scheme);
        await chromium.Page.GotoAsync($"{server.Address}{address}");
        await until(chromium.Page);
        await chromium.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        Assert.True(new FileInfo(file).Length > 10_000);
        Assert.Equal(0, await chromium.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(chromium.Errors);
    }
}
