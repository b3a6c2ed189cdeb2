using System.Text;
using Microsoft.Playwright;
using TrainingDashboard.Tests.Data.Images.Pictures;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Browser;

public sealed class AddDatasetTests
{
    [BrowserFact]
    public async Task Table_WithNamesDatesMissingValuesAndDecimalCommas_TrainsWithTwoColumnsLeftOut()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var random = new Random(1);
        string[] rows =
        [
            "Kunde;Name;Geburtstag;Alter;Umsatz;Stadt;gekündigt",
            .. Enumerable.Range(0, 200).Select(i =>
                $"{7 * i};Müller {i};{1 + (i % 28):00}.{1 + (i % 12):00}.{1950 + (i % 50)};{(i % 9 == 0 ? "NA" : $"{20 + (i % 50)}")};{i % 90},{i % 7}5;{(i % 3 == 0 ? "Köln" : "Zürich")};{(random.Next(2) == 0 ? "ja" : "nein")}"),
        ];

        await UploadAsync(page, server, new FilePayload { Name = "kunden.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(string.Join("\r\n", rows)) });
        await SummaryIsAsync(page, "200 rows, 7 columns, 2 classes");
        await Assertions.Expect(Column(page, "Name")).ToHaveAttributeAsync("data-type", "text");
        await Assertions.Expect(Column(page, "Geburtstag")).ToHaveAttributeAsync("data-type", "date");
        await Assertions.Expect(Column(page, "Umsatz").Locator(".values")).ToContainTextAsync("0.05");
        await Assertions.Expect(page.GetByText("'NA' (23 ×)")).ToBeVisibleAsync();
        foreach (var name in new[] { "Kunde", "Stadt" })
        {
            await page.GetByLabel($"Read {name} as").SelectOptionAsync("left out");
            await Assertions.Expect(Column(page, name)).ToHaveAttributeAsync("data-type", "ignored");
        }
        await page.GetByLabel("Keep for testing").SelectOptionAsync("20 %");
        await SummaryIsAsync(page, "40 for testing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and train" }).ClickAsync();

        await page.WaitForURLAsync("**/jobs/new?dataset=kunden");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs/0*");
        await new JobPageDriver(page).IsAsync("Completed");
        await Assertions.Expect(page.Locator("[data-figure=test-accuracy]")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Table_WithARowCutShort_SaysWhereAndOffersToSkipIt()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var rows = Enumerable.Range(0, 40).Select(i => i == 11 ? "11,4" : $"{i * 3 % 17},{i % 7},{(i < 20 ? "low" : "high")}");

        await UploadAsync(page, server, new FilePayload { Name = "numbers.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(string.Join('\n', rows)) });
        var problem = page.Locator("[data-level=problem]");
        await Assertions.Expect(problem).ToContainTextAsync("Expected 3 cells, as in the other lines, but this one has 2.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add dataset" })).ToBeDisabledAsync();
        await problem.GetByRole(AriaRole.Button, new() { Name = "Line 12" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Raw lines").Locator("li[value='12']")).ToHaveTextAsync("11,4");

        await problem.GetByRole(AriaRole.Button, new() { Name = "Skip 1 row" }).ClickAsync();
        await SummaryIsAsync(page, "39 rows");
        await page.ReloadAsync();
        await SummaryIsAsync(page, "39 rows");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Numbers, mended");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add dataset" }).ClickAsync();

        await page.WaitForURLAsync("**/datasets?show=numbers-mended");
        await Assertions.Expect(page.Locator("[data-dataset=numbers-mended]")).ToHaveAttributeAsync("aria-selected", "true");
    }

    [BrowserFact]
    public async Task Pictures_InAnArchiveWithABrokenOne_BecomeADatasetWithoutIt()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        var files = Enumerable.Range(0, 24).Select(i => ($"animals/{(i % 2 == 0 ? "cats" : "dogs")}/{i}.png", Picture.Png(20 + (i % 3), 20, (byte)(i * 10), 40, 90)))
            .Append(("animals/cats/broken.png", "no picture"u8.ToArray()));

        await UploadAsync(page, server, new FilePayload { Name = "animals.zip", MimeType = "application/zip", Buffer = Picture.Zip(files) });
        await Assertions.Expect(page.Locator("[data-level=problem]")).ToContainTextAsync("animals/cats/broken.png");
        await page.GetByRole(AriaRole.Button, new() { Name = "Skip 1 picture" }).ClickAsync();
        await page.GetByLabel("Width in pixels").FillAsync("16");
        await page.GetByLabel("Width in pixels").BlurAsync();
        await SummaryIsAsync(page, "24 images, 16 × 64 in colour, 2 classes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add dataset" }).ClickAsync();

        await page.WaitForURLAsync("**/datasets?show=animals");
        await Assertions.Expect(page.Locator("image-grid canvas")).ToHaveCountAsync(24);
    }

    private static Task SummaryIsAsync(IPage page, string text) => Assertions.Expect(page.Locator(".add-summary")).ToContainTextAsync(text, new() { Timeout = 30_000 });

    private static ILocator Column(IPage page, string name) => page.Locator($"[data-column='{name}']");

    private static async Task UploadAsync(IPage page, DashboardServer server, FilePayload file)
    {
        await page.GotoAsync($"{server.Address}datasets/add");
        await page.Locator("file-upload input[type=file]").SetInputFilesAsync(file);
        await page.WaitForURLAsync("**/datasets/add?upload=*");
    }
}
