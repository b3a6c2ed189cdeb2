using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Components.Jobs;

namespace TrainingDashboard.Tests.Components;

/// <summary>What a job's page says of the queue, live.</summary>
public sealed class SlotNoticeTests : BunitContext, IAsyncLifetime
{
    private readonly PacedTrainer _paced = new();
    private DashboardServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], _paced);
        Services.AddSingleton(_server.Control);
        Services.AddSingleton(_server.Services.GetRequiredService<JobBoard>());
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        BunitContext.DefaultWaitTimeout = Eventually.Limit;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _server.DisposeAsync();
        _paced.Dispose();
    }

    [Fact]
    public async Task Notice_OfAJobThatWaits_NamesTheHolderAndFollowsTheQueue()
    {
        var holder = await _server.StartJobAsync("paced");
        await _server.FollowAsync(holder.Id, JobStatus.Running);
        var (next, last) = (await _server.StartJobAsync("paced"), await _server.StartJobAsync("paced"));
        var notice = Render<SlotNotice>(p => p.Add(n => n.Job, last));
        Assert.Equal("Waiting for a slot. #1 is running. 2nd in the queue.", Text(notice));
        Assert.Equal($"jobs/{holder.Id}", notice.Find("a").GetAttribute("href"));
        Assert.Empty(notice.FindAll("button"));

        await _server.SendAsync(next.Id, CommandAction.Stop);
        notice.WaitForAssertion(() => Assert.Contains("You are next.", Text(notice), StringComparison.Ordinal));
        await _server.SendAsync(holder.Id, CommandAction.Pause);
        _paced.Allow(1);
        notice.WaitForAssertion(() => Assert.Contains("#1 is paused and keeps its slot until", Text(notice), StringComparison.Ordinal));
        var holders = Render<SlotNotice>(p => p.Add(n => n.Job, _server.JobAsync(holder.Id).Result));
        Assert.Contains("#3 waits for a slot while this job is paused. It is parked at", Text(holders), StringComparison.Ordinal);

        await notice.Find("button").ClickAsync();
        notice.WaitForAssertion(() => Assert.Empty(notice.FindAll(".alert")));
        await _server.FollowAsync(holder.Id, JobStatus.Parked);
        await _server.FollowAsync(last.Id, JobStatus.Running);
    }

    private static string Text(IRenderedComponent<SlotNotice> notice)
        => string.Join(' ', notice.Find(".alert > div").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
