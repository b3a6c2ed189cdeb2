using System.Globalization;
using Microsoft.Playwright;

namespace TrainingDashboard.Tests.Browser;

/// <summary>What a person sees and does on a job's page.</summary>
internal sealed class JobPageDriver(IPage page)
{
    public ILocator Chart => page.Locator("training-chart[series^='loss']");

    /// <summary>Points that the loss chart has.</summary>
    public async Task<long> PointsAsync()
        => long.Parse(await Chart.GetAttributeAsync("data-points") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>The latest step that the loss chart has drawn.</summary>
    public async Task<long> LastStepAsync()
        => long.TryParse(await Chart.GetAttributeAsync("data-last-step"), CultureInfo.InvariantCulture, out var step) ? step : 0;

    public Task ClickAsync(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task IsAsync(string status) => Assertions.Expect(page.Locator(".page-title .chip")).ToHaveTextAsync(status, new() { Timeout = 60_000 });

    /// <summary>Waits until the loss chart has drawn beyond a step.</summary>
    public Task GrewBeyondAsync(long step)
        => Hosting.Eventually.IsAsync(async () => await LastStepAsync() > step, $"the loss curve grows beyond step {step}");
}
