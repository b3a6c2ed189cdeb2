using System.Diagnostics;
using System.Text.Json;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.JavaScriptClient;

/// <summary>The npm package, packed as for publishing and unpacked into a project of its own beside the scripts of these tests.</summary>
public sealed class ClientPackage : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the tarball holds, without the folder that all are in.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>The project that has the package installed.</summary>
    public string Project => Path.Combine(_folder.Path, "project");

    public async Task InitializeAsync()
    {
        var modules = Directory.CreateDirectory(Path.Combine(Project, "node_modules")).FullName;
        await RunAsync(Path.Combine(Checkout.WebAssets, "client"), "npm", "pack", "--silent", "--pack-destination", _folder.Path);
        var tarball = Assert.Single(Directory.GetFiles(_folder.Path, "*.tgz"));
        Files = [.. (await RunAsync(_folder.Path, "tar", "-tzf", tarball)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(file => file["package/".Length..])];
        await RunAsync(modules, "tar", "-xzf", tarball);
        Directory.Move(Path.Combine(modules, "package"), Path.Combine(modules, "training-dashboard-client"));
        Directory.CreateSymbolicLink(Path.Combine(modules, "@microsoft"), Path.Combine(Checkout.WebAssets, "node_modules", "@microsoft"));

        var own = Path.Combine(Checkout.Root, "TrainingDashboard.Tests", "JavaScriptClient");
        foreach (var file in Directory.GetFiles(own, "*.ts").Concat(Directory.GetFiles(own, "*.mjs"))
            .Append(Path.Combine(Checkout.WebAssets, "examples", "node.mjs")))
            File.Copy(file, Path.Combine(Project, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(Project, "package.json"), """{ "type": "module" }""");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts one of the scripts in the project.</summary>
    internal NodeScript Start(string script, DashboardServer server, params string[] args)
        => NodeScript.Start(Path.Combine(Project, script), [server.Address.ToString().TrimEnd('/'), .. args]);

    /// <summary>Runs one to its end.</summary>
    internal async Task<JsonElement> RunAsync(string script, DashboardServer server, params string[] args)
    {
        using var running = Start(script, server, args);
        return await running.ResultAsync();
    }

    /// <summary>Runs a program that must succeed; returns what it wrote.</summary>
    internal static async Task<string> RunAsync(string folder, string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Limit);
        await process.WaitForExitAsync(Eventually.Deadline());
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {output}{await errors}");
        return output;
    }
}
