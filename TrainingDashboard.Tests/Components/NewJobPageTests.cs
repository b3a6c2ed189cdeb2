using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Components.NewJob;
using TrainingDashboard.Web.Components.Pages;

namespace TrainingDashboard.Tests.Components;

/// <summary>New job on the real dashboard: what it begins with, what it keeps, and that one press is one job.</summary>
public sealed class NewJobPageTests : BunitContext, IAsyncLifetime
{
    private readonly PacedTrainer _paced = new();
    private DashboardServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(_paced);
        Services.AddSingleton(_server.Control);
        Services.AddSingleton(_server.Jobs);
        foreach (var type in new[] { typeof(TrainerCatalog), typeof(PluginCatalog), typeof(DatasetCatalog), typeof(NewJobFilling), typeof(JobForks), typeof(JobFeeds), typeof(JobBoard) })
            Services.AddSingleton(type, _server.Services.GetRequiredService(type));
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.SetupVoid("sessionStorage.removeItem", _ => true).SetVoidResult();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _server.DisposeAsync();
        _paced.Dispose();
        await DisposeAsync();
    }

    [Fact]
    public async Task Start_PressedAgainAndAgain_StartsOneJobAndForgetsTheDraft()
    {
        var page = Open("jobs/new");
        var form = page.Find("form");

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => form.SubmitAsync()));

        var job = Assert.Single(await _server.Jobs.ListAsync(default));
        Assert.EndsWith($"jobs/{job.Id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("draft /jobs/new", Assert.Single(JSInterop.Invocations, call => call.Identifier == "sessionStorage.removeItem").Arguments[0]);
    }

    [Fact]
    public async Task Start_SentAgainAfterThePageWasLoadedAnew_IsTheSameJob()
    {
        var first = Open("jobs/new");
        var key = first.Find("input[name=key]").GetAttribute("value")!;
        first.Find("#name").Change("mine");
        await first.Find("form").SubmitAsync();
        var job = Assert.Single(await _server.Jobs.ListAsync(default));

        var again = Open("jobs/new", $$"""{"key":"{{key}}","name":"mine"}""");

        Assert.Contains($"This form has already started job #{job.Number}", again.Find(".alert").TextContent, StringComparison.Ordinal);
        Assert.Equal($"jobs/{job.Id}", again.Find(".alert a").GetAttribute("href"));
        Assert.NotEqual(key, again.Find("input[name=key]").GetAttribute("value"));
        Assert.Null(again.Find("#name").GetAttribute("value"));
    }

    [Fact]
    public async Task Start_OfOtherValuesUnderAKeyThatWasUsedMeanwhile_IsAsked()
    {
        var page = Open("jobs/new");
        await _server.Control.StartAsync(new StartRequest { Trainer = "paced" }, page.Find("input[name=key]").GetAttribute("value"), default);

        await page.Find("form").SubmitAsync();
        Assert.Contains("This form has already started job #1, with other values. Press again to start one more.", page.Find(".alert").TextContent, StringComparison.Ordinal);
        Assert.Single(await _server.Jobs.ListAsync(default));
        await page.Find("form").SubmitAsync();

        Assert.Equal(2, (await _server.Jobs.ListAsync(default)).Count);
    }

    [Fact]
    public void Draft_OfThisPage_IsRestoredAndCanBeDiscarded()
    {
        var page = Open("jobs/new", """
            {"trainer":"cnn","dataset":"digits","name":"half done ✓","epochs":"7","seed":"","hyperparameter-learningRate":"fa","hyperparameter-augment":"x","key":"my-key"}
            """);

        Assert.Equal(("half done ✓", "7", "fa"), (Value(page, "#name"), Value(page, "#epochs"), Value(page, "#hyperparameter-learningRate")));
        Assert.Equal(("cnn", "digits", "my-key"), (Checked(page, "trainer"), Checked(page, "dataset"), page.Find("input[name=key]").GetAttribute("value")));
        Assert.NotNull(page.Find("form-draft").GetAttribute("data-ready"));
        Assert.Contains("What you had entered here is restored.", page.Find(".alert").TextContent, StringComparison.Ordinal);

        page.Find(".alert button").Click();

        Assert.Empty(page.FindAll(".alert"));
        Assert.Equal(("mlp", "spirals", "0.01", null), (Checked(page, "trainer"), Checked(page, "dataset"), Value(page, "#hyperparameter-learningRate"), Value(page, "#name")));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"trainer":"gone","dataset":"gone","epochs":"many","seed":"x","key":"no key at all","hyperparameter-optimizer":"x"}""")]
    public void Draft_ThatMakesNoSense_LeavesAPageThatWorks(string draft)
    {
        var page = Open("jobs/new", draft);

        Assert.Equal("mlp", Checked(page, "trainer"));
        if (draft.StartsWith('{'))
        {
            Assert.Contains("The trainer gone is no longer there.", page.Markup, StringComparison.Ordinal);
            Assert.Equal("The dataset gone is no longer there.", page.Find("#obstacle").TextContent);
            Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
        }
    }

    [Theory]
    [InlineData("jobs/new?dataset=digits", "cnn", "digits")]
    [InlineData("jobs/new?dataset=spirals", "mlp", "spirals")]
    [InlineData("jobs/new", "mlp", "spirals")]
    public void Address_WithADataset_ChoosesATrainerThatTakesIt(string address, string trainer, string dataset)
    {
        var page = Open(address);

        Assert.Equal((trainer, dataset), (Checked(page, "trainer"), Checked(page, "dataset")));
        Assert.False(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("jobs/new?dataset=nothing", "There is no dataset nothing. Choose one below.")]
    [InlineData("jobs/new?from=0000000000000000", "There is no job 0000000000000000 to take the settings from.")]
    public async Task Address_WithWhatIsNotThere_SaysSoAndStartsNothingElse(string address, string sentence)
    {
        var page = Open(address);

        Assert.Contains(sentence, page.Find(".alert").TextContent, StringComparison.Ordinal);
        if (address.Contains("dataset", StringComparison.Ordinal))
        {
            Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
            await page.Find("form").SubmitAsync();
            Assert.Empty(await _server.Jobs.ListAsync(default));
        }
    }

    [Fact]
    public async Task Address_WithADatasetThatNoTrainerTakes_SaysSoAndDoesNotStart()
    {
        var datasets = _server.Services.GetRequiredService<DatasetCatalog>();
        var filling = new NewJobFilling(
            new TrainerCatalog([_paced]), datasets, _server.Feeds, _server.Services.GetRequiredService<CheckpointControl>());

        var (form, _, notes) = await filling.FillAsync(from: null, step: null, dataset: "digits", default);

        Assert.Equal("No trainer here learns from images, which is what “Drawn digits” is. Choose another dataset, or add a trainer that does.", Assert.Single(notes));
        Assert.Equal(("digits", "Paced does not learn from images."), (form.Dataset, NewJobFilling.ObstacleOf(form, datasets.List())));
        Assert.Null(filling.ChooseFitting(form));
        Assert.Equal(("spirals", null), (form.Dataset, NewJobFilling.ObstacleOf(form, datasets.List())));
    }

    private static string? Value(IRenderedComponent<NewJobPage> page, string field) => page.Find(field).GetAttribute("value");

    private static string? Checked(IRenderedComponent<NewJobPage> page, string name) => page.Find($"input[name={name}][checked]").GetAttribute("value");

    private IRenderedComponent<NewJobPage> Open(string address, string? draft = null)
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(address);
        JSInterop.Setup<string?>("sessionStorage.getItem", $"draft /{address}").SetResult(draft);
        var page = Render<NewJobPage>();
        page.WaitForState(() => page.Find("form-draft").HasAttribute("data-ready"), Eventually.Limit);
        return page;
    }
}
