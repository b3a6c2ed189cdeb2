using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Components.Jobs;

namespace TrainingDashboard.Tests.Components;

/// <summary>The cards beside the curves, on the real control of a real job that waits in the queue.</summary>
public sealed class SteeringCardsTests : BunitContext, IAsyncLifetime
{
    private readonly PacedTrainer _paced = new();
    private DashboardServer _server = null!;
    private Job _job = null!;

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], _paced);
        await _server.StartJobAsync("paced");
        _job = await _server.StartJobAsync("mlp", epochs: 3);
        Services.AddSingleton(_server.Control);
        Services.AddSingleton(_server.Services.GetRequiredService<TrainerCatalog>());
        Renderer.SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _server.DisposeAsync();
        _paced.Dispose();
        await DisposeAsync();
    }

    [Fact]
    public async Task Hyperparameters_TypedAndApplied_AreSentAsOneChange()
    {
        var card = Render<HyperparametersCard>(p => p.Add(c => c.Job, _job));
        Assert.Equal(
            ["epochs", "learningRate", "batchSize", "dropout", "momentum", "weightDecay", "gradientClip", "onNaN"],
            card.FindAll(".steer-row :is(input, select)").Select(field => field.Id!["steer-".Length..]));
        Assert.Equal("0.01", card.Find("#steer-learningRate").GetAttribute("value"));
        Assert.Contains("from the next epoch", card.Find("#steer-batchSize-help").TextContent, StringComparison.Ordinal);

        card.Find("#steer-learningRate").Change("0.005");
        card.Find("#steer-onNaN").Change("stop");
        Press(card, "At step");
        card.Find(".steer-number input").Change("1,500");
        await card.Find("form").SubmitAsync();

        var pending = Assert.Single((await _server.JobAsync(_job.Id)).Steering.Pending);
        Assert.Equal("""{"values":{"learningRate":0.005,"onNaN":"stop"},"at":1500}""", pending.Arguments!.Value.GetRawText());
        card.Render(p => p.Add(c => c.Job, _server.JobAsync(_job.Id).Result));
        Assert.Contains("Learning rate → 0.005", card.Find(".steer-waiting").TextContent, StringComparison.Ordinal);
        Assert.Contains("waits for step 1,500", card.Find(".steer-waiting").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hyperparameters_ThatAreWrong_SayWhatWasExpectedBesideTheField()
    {
        var card = Render<HyperparametersCard>(p => p.Add(c => c.Job, _job));

        card.Find("#steer-learningRate").Change("fast");
        await card.Find("form").SubmitAsync();
        Assert.Equal("Expected a number from 0 to 100, got \"fast\".", card.Find(".steer-row .error").TextContent);
        Assert.Equal("true", card.Find("#steer-learningRate").GetAttribute("aria-invalid"));
        Assert.Equal("fast", card.Find("#steer-learningRate").GetAttribute("value"));

        card.Find("#steer-learningRate").Change("0.005");
        Press(card, "Ramp");
        await card.Find("form").SubmitAsync();
        Assert.StartsWith("Expected a whole number from 1", card.Find(".steer-when .error").TextContent, StringComparison.Ordinal);
        Assert.Empty((await _server.JobAsync(_job.Id)).Steering.Pending);
    }

    [Fact]
    public async Task Hyperparameters_WithNothingTyped_SaysSo()
    {
        var card = Render<HyperparametersCard>(p => p.Add(c => c.Job, _job));
        await card.Find("form").SubmitAsync();
        Assert.Equal("Type a new value first.", card.Find(".steer-said").TextContent);
        Assert.True(card.FindAll("button").Single(b => b.TextContent == "Take back").HasAttribute("disabled"));
    }

    [Fact]
    public void Hyperparameters_OfAJobThatWasChanged_ShowTheValueNowAndTheOneItBeganWith()
    {
        var change = new HyperparameterChange(
            "c", "me", 0, 12, 2, 0, ChangeCause.Set, [new ValueChange("learningRate", JsonSerializer.SerializeToElement(0.01), JsonSerializer.SerializeToElement(0.005))]);
        var changed = _job with { Steering = new JobSteering { Changes = [change] } };

        var card = Render<HyperparametersCard>(p => p.Add(c => c.Job, changed));

        Assert.Equal("0.005", card.Find("#steer-learningRate").GetAttribute("value"));
        Assert.Contains("began with 0.01", card.Find("#steer-learningRate-help").TextContent, StringComparison.Ordinal);
        Assert.False(card.FindAll("button").Single(b => b.TextContent == "Take back").HasAttribute("disabled"));
        var ended = Render<HyperparametersCard>(p => p.Add(c => c.Job, changed with { Status = JobStatus.Completed }));
        Assert.Empty(ended.FindAll("button[type=submit]"));
    }

    [Fact]
    public async Task Breakpoints_AddedAndRemoved_AreTheJobsWholeList()
    {
        var had = _job with { Steering = new JobSteering { Breakpoints = [new Breakpoint(BreakpointKind.NotFinite)] } };
        var card = Render<BreakpointsCard>(p => p.Add(c => c.Job, had));

        card.Find("select").Change("NoImprovement");
        card.Find("input").Change("0");
        await card.Find("form").SubmitAsync();
        Assert.StartsWith("Expected a whole number from 1", card.Find(".error").TextContent, StringComparison.Ordinal);
        card.Find("input").Change("3");
        await card.Find("form").SubmitAsync();
        await card.Find("button[aria-label='Remove: loss is not finite']").ClickAsync(new());

        Assert.Equal(
            ["""{"breakpoints":[{"when":"notFinite"},{"when":"noImprovement","epochs":3}]}""", """{"breakpoints":[]}"""],
            (await _server.JobAsync(_job.Id)).Steering.Pending.Select(p => p.Arguments!.Value.GetRawText()));
    }

    [Fact]
    public void RollbackOffer_IsMadeOnlyWhileTheJobStandsWhereItWasHit()
    {
        var hit = new BreakpointEvent(0, 812, IsGuard: true, "the loss is NaN", BackTo: 751);
        var paused = _job with { Status = JobStatus.Paused, PausedByHit = true };

        Assert.Equal(
            "Roll back to step 751, halve the learning rate, resume",
            Render<RollbackOffer>(p => p.Add(o => o.Job, paused).Add(o => o.Hit, hit)).Find("button").TextContent);
        Assert.Empty(Render<RollbackOffer>(p => p.Add(o => o.Job, paused with { PausedByHit = false }).Add(o => o.Hit, hit)).FindAll(".alert"));
        Assert.Empty(Render<RollbackOffer>(p => p.Add(o => o.Job, paused with { Status = JobStatus.Running }).Add(o => o.Hit, hit)).FindAll(".alert"));
        Assert.Empty(Render<RollbackOffer>(p => p.Add(o => o.Job, paused).Add(o => o.Hit, hit with { BackTo = null })).FindAll("button"));
        // Its checkpoint has the weights, but not what was in memory.
        var parked = Render<RollbackOffer>(p => p.Add(o => o.Job, paused with { Status = JobStatus.Parked }).Add(o => o.Hit, hit));
        Assert.Empty(parked.FindAll("button"));
        Assert.Contains("has left its slot to a job that waited", parked.Find(".alert").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeline_OfASteeredJob_SaysWhoChangedWhat()
    {
        var history = new JobHistory();
        history.Take(
        [
            new HyperparameterEvent(1, "c", "the page", 812, 3, 100, ChangeCause.Set, [new ValueChange("learningRate", JsonSerializer.SerializeToElement(0.01), JsonSerializer.SerializeToElement(0.005))]) { Seq = 1 },
            new RollbackEvent(2, "d", "the hub", 900, 851) { Seq = 2 },
            new BreakpointEvent(3, 950, false, "loss 4 > 3", 900) { Seq = 3 },
        ]);

        var items = Render<Timeline>(p => p.Add(t => t.History, history)).FindAll("li").ToArray();

        Assert.Equal(["change", "change"], items.Select(i => i.GetAttribute("data-kind")));
        Assert.Contains("learningRate 0.01 → 0.005", items[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("set by the page at step 812, over 100 batches", items[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Back to step 851", items[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(3, history.LastHit!.Seq);
    }

    private static void Press(IRenderedComponent<HyperparametersCard> card, string button)
        => card.FindAll("button").Single(b => b.TextContent == button).Click();
}
