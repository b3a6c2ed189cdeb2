using System.Collections.Concurrent;
using Microsoft.Playwright;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Browser;

/// <summary>The system's Chromium, one for each test, headless, with what it complains about kept.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
        page.PageError += (_, message) => Errors.Enqueue(message);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Errors.Enqueue(message.Text);
        };
    }

    /// <summary>Where it is, or null.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>The one page.</summary>
    public IPage Page { get; }

    /// <summary>Errors on the page's console and uncaught exceptions.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    public static async Task<Chromium> OpenAsync(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Dark)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        page.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        Assertions.SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
        return new Chromium(playwright, browser, page);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
