using System.Diagnostics;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Plugins;

/// <summary>The sample trainer, copied and built as its page in README says.</summary>
internal static class SamplePlugin
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly string s_sample = Path.Combine(Checkout.Root, "TrainingDashboard.Training", "Samples", "Plugin");

    /// <summary>Builds it.</summary>
    /// <param name="source">An empty folder for its source.</param>
    /// <param name="output">Where the plug-in goes.</param>
    /// <param name="change">Changes a file's text: its name and its text.</param>
    public static async Task BuildAsync(string source, string output, Func<string, string, string>? change = null)
    {
        Directory.CreateDirectory(source);
        foreach (var file in Directory.EnumerateFiles(s_sample))
        {
            var text = (await File.ReadAllTextAsync(file)).Replace("DASHBOARD_FOLDER", Checkout.TrainingFolder, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(source, Path.GetFileName(file)), change?.Invoke(Path.GetFileName(file), text) ?? text);
        }

        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-c", "Release", "--nologo", "--disable-build-servers", "-o", output])
        {
            WorkingDirectory = source,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(build.StandardOutput.ReadToEndAsync(), build.StandardError.ReadToEndAsync()).WaitAsync(s_limit);
        await build.WaitForExitAsync().WaitAsync(s_limit);
        Assert.True(build.ExitCode == 0, string.Concat(said));
    }
}
