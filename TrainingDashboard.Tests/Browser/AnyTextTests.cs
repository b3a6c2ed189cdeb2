using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Browser;

/// <summary>Text of any length and script fits wherever jobs are shown, and nothing beside it is pushed away.</summary>
public sealed class AnyTextTests : IAsyncLifetime
{
    private static readonly string[] s_texts =
    [
        new('W', 120),
        string.Concat(Enumerable.Repeat("several words ", 8)).Trim(),
        string.Concat(Enumerable.Repeat("تجربة طويلة جدا ", 7)).Trim(),
        string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 10)),
        "Z" + string.Concat(Enumerable.Repeat("\u0335\u0361\u034F\u0321", 25)) + "algo",
        "left \u202Eright\u202C left",
        new('名', 110),
    ];

    private DashboardServer _server = null!;
    private Job _job = null!;

    public async Task InitializeAsync()
    {
        // A plug-in may call itself, and its hyperparameters, anything.
        var wordy = new WordyTrainer();
        _server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], wordy);
        foreach (var text in s_texts)
        {
            _job = await _server.Control.StartAsync(new StartRequest { Trainer = wordy.Description.Name, Dataset = "spirals", Name = text.Normalize() }, default);
            await _server.FollowAsync(_job.Id, JobStatus.Completed);
        }
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [BrowserFact]
    public async Task Pages_AtEveryWidth_HaveNothingBeyondTheirEdges()
    {
        await AddDatasetsAsync(12);
        foreach (var width in new[] { 390, 1024, 1440 })
        {
            await using var chromium = await Chromium.OpenAsync(width);
            var page = chromium.Page;
            foreach (var path in new[] { "", $"jobs/{_job.Id}", "jobs/new", $"jobs/new?from={_job.Id}" })
            {
                await page.GotoAsync($"{_server.Address}{path}");
                await page.Locator("[data-interactive]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
                Assert.Equal("", await page.EvaluateAsync<string>(s_beyond));
                if (!path.EndsWith($"{_job.Id}", StringComparison.Ordinal) || path.Contains("from", StringComparison.Ordinal))
                    continue;
                foreach (var tab in new[] { "Configuration", "Checkpoints", "Log" })
                {
                    await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
                    await page.Locator($"#panel-{tab}").WaitForAsync();
                    Assert.Equal("", await page.EvaluateAsync<string>(s_beyond));
                }
            }
        }
    }

    [BrowserFact]
    public async Task JobsTable_WithTheLongestNames_KeepsEveryColumnInSight()
    {
        await using var chromium = await Chromium.OpenAsync(1280);
        var page = chromium.Page;
        await page.GotoAsync($"{_server.Address}");
        await page.Locator("[data-interactive]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("tr[data-job]").First.WaitForAsync();

        Assert.Equal(0, await page.EvaluateAsync<int>("() => { const f = document.querySelector('.table-frame'); return f.scrollWidth - f.clientWidth; }"));
        var link = page.Locator("tr[data-job] a").Last;
        var cut = (await link.BoundingBoxAsync())!.Height;
        Assert.Equal(s_texts[0], await link.GetAttributeAsync("title"));
        // The whole is to be read by the keyboard too.
        await page.Keyboard.PressAsync("Tab");
        await link.FocusAsync();
        Assert.True((await link.BoundingBoxAsync())!.Height > cut);
    }

    [BrowserFact]
    public async Task NewJob_WithHundredsOfDatasets_IsSearchedAndShowsTheChosenOne()
    {
        await AddDatasetsAsync(180);
        await using var chromium = await Chromium.OpenAsync();
        var page = chromium.Page;
        await page.GotoAsync($"{_server.Address}jobs/new");
        await page.Locator("form-draft[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        // One line, a search and a list of bounded height in the place of a wall.
        Assert.True(await page.EvaluateAsync<double>("() => document.querySelector('.choices-long').getBoundingClientRect().height") < 520);

        await page.GetByLabel("Search datasets").FillAsync("number 173");
        await page.Locator(".picker-row").GetByText("number 173").ClickAsync();
        await page.GetByLabel("Search datasets").FillAsync("number 4");
        await Assertions.Expect(page.Locator(".picker-chosen")).ToContainTextAsync("Number 173");
        await page.GetByLabel("Search datasets").PressAsync("Enter");
        Assert.EndsWith("/jobs/new", page.Url, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs/0*");
        Assert.Equal("number-173", (await _server.Jobs.ListAsync(default))[^1].Spec.Dataset);
    }

    // The elements that reach beyond the window, unless something round them scrolls or cuts.
    private const string s_beyond = """
        () => {
          const held = e => { for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible' && p !== document.documentElement && p !== document.body) return true; return false; };
          const wide = document.documentElement.scrollWidth > innerWidth ? `the page is ${document.documentElement.scrollWidth} px wide at ${innerWidth}: ` : '';
          return wide + [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !held(e))
            .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 20)}`).slice(0, 3).join('; ');
        }
        """;

    private async Task AddDatasetsAsync(int count)
    {
        var catalog = _server.Services.GetRequiredService<DatasetCatalog>();
        var table = Encoding.UTF8.GetBytes("a,b,kind\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{i},{"xy"[i % 2]}\n")));
        for (var i = 0; i < count; i++)
        {
            var title = count < 20 ? $"{i} {s_texts[i % s_texts.Length]}" : $"Number {i}";
            using var content = new MemoryStream(table);
            await catalog.RegisterTableAsync(title, new DatasetUpload("t.csv", content), choices: null, default);
        }
    }

    private sealed class WordyTrainer : ITrainer
    {
        private static readonly string s_long = new('x', 200);

        public TrainerDescription Description { get; } = new(
            "wordy" + s_long, "Wordy" + s_long, "Says " + s_long, [DatasetKind.Table], DefaultEpochs: 1,
            [new RealHyperparameter("h" + s_long, "H" + s_long, "Help " + s_long, 1, 0, 2) { Group = "G" + s_long }, new ChoiceHyperparameter("c", "Choice", "", s_long, [s_long, "b"])]);

        public void Train(TrainingContext context)
        {
            context.Log("Line " + s_long + s_long);
            foreach (var _ in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([.. Enumerable.Range(0, 3)], 1))
                    context.Report(new StepReport(1, null, 0.1, 1, 1));
            }
        }
    }
}
