using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>A script under Node that drives the hub with the published JavaScript client and ends by writing JSON.</summary>
internal sealed class NodeScript : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;
    private readonly string _name;

    private NodeScript(string name, string[] args)
    {
        _name = name;
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, name.Contains('/') ? name : $"Hub/{name}"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["WEB_ASSETS"] = Checkout.WebAssets },
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>What it has said beside its result.</summary>
    public string Said
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Starts one of the scripts in <c>Hub/</c>, or in the folder that its name says.</summary>
    public static NodeScript Start(string name, params string[] args) => new(name, args);

    /// <summary>Runs one to its end.</summary>
    public static async Task<JsonElement> RunAsync(string name, params string[] args)
    {
        using var script = Start(name, args);
        return await script.ResultAsync();
    }

    /// <summary>Its result, when it has ended.</summary>
    /// <param name="limit">How long that may take; null for as long as anything may.</param>
    public async Task<JsonElement> ResultAsync(TimeSpan? limit = null)
    {
        var output = await _output.WaitAsync(limit ?? Eventually.Limit);
        await _process.WaitForExitAsync(Eventually.Deadline());
        Assert.True(_process.ExitCode == 0, $"{_name} ended with {_process.ExitCode}: {Said}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
