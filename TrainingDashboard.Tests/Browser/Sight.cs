using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Browser;

/// <summary>Bringing elements into sight.</summary>
internal static class Sight
{
    /// <summary>Scrolls to an element, and again where Blazor makes it anew meanwhile, as it does once when its circuit starts.</summary>
    public static Task BringIntoSightAsync(this ILocator element) => Eventually.IsAsync(
        async () =>
        {
            try
            {
                await element.ScrollIntoViewIfNeededAsync();
                return true;
            }
            catch (PlaywrightException e) when (e.Message.Contains("not attached", StringComparison.Ordinal))
            {
                return false;
            }
        },
        "the element is in sight");
}
