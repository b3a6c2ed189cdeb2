using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Web.Components.Jobs;

namespace TrainingDashboard.Tests.Components;

public sealed class FirstJobTests : BunitContext
{
    [Fact]
    public async Task Button_PressedAgainAndOnTwoPages_StartsOneJob()
    {
        using var blocker = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], blocker);
        await server.StartJobAsync("paced");
        Services.AddSingleton(server.Control);
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var (one, other) = (Render<FirstJob>(), Render<FirstJob>());

        await Task.WhenAll(one.Find("button").ClickAsync(), one.Find("button").ClickAsync(), other.Find("button").ClickAsync());

        var job = Assert.Single(await server.Jobs.ListAsync(default), job => job.Spec.Name == "First job");
        Assert.EndsWith($"jobs/{job.Id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }
}
