using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.CommandLine;

/// <summary>The built command line as a program of its own.</summary>
internal sealed class Headless : IDisposable
{
    private static readonly string s_program = Path.Combine(Checkout.TrainingFolder, "TrainingDashboard.Training.dll");
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Headless(string folder, string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [s_program, .. arguments, "--storage", folder])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                _closed.TrySetResult();
            else
                lock (_output)
                    _output.AppendLine(line.Data);
        };
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it on a storage folder.</summary>
    public static Headless Start(string folder, params string[] arguments) => new(folder, arguments);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        using var started = Start(folder, arguments);
        return await started.EndAsync();
    }

    /// <summary>Runs it to its end, which must be a good one; the lines it wrote as JSON.</summary>
    public static Task<JsonElement[]> RunJsonAsync(string folder, params string[] arguments) => RunJsonAsync(0, folder, arguments);

    /// <summary>The same, to an end of a certain code.</summary>
    public static async Task<JsonElement[]> RunJsonAsync(int expected, string folder, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(folder, [.. arguments, "--json"]);
        Assert.True(code == expected, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int Code, string Output, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync(Eventually.Deadline());
        await _closed.Task.WaitAsync(Eventually.Limit);
        return (_process.ExitCode, Output, await _errors.WaitAsync(Eventually.Limit));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
