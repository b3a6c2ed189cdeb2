using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>The built dashboard, or an application that has it, as a program of its own, which can be killed.</summary>
internal sealed class DashboardProcess : IAsyncDisposable
{
    private static readonly string[] s_greetings = ["Training dashboard: ", "Now listening on: "];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    private DashboardProcess(string folder, string url, string[] settings, string? workingDirectory = null, string? assembly = null, int? files = null)
    {
        string[] command = ["dotnet", assembly ?? Checkout.WebAssembly, "--urls", url, "--Storage:Path", folder, "--Logging:LogLevel:Default", "Warning", .. settings];
        // The runtime takes as many as it may have: both limits.
        if (files is not null)
            command = ["/bin/sh", "-c", $"ulimit -n {files}; exec \"$0\" \"$@\"", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = workingDirectory ?? Checkout.WebProject,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_errors, line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The dashboard ended before it listened."));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; private set; } = "";

    /// <summary>A client with that address.</summary>
    public HttpClient Http { get; } = new() { Timeout = Eventually.Limit };

    /// <summary>What it wrote to standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Starts one and waits until it listens.</summary>
    public static Task<DashboardProcess> StartAsync(string folder, params string[] settings)
        => StartInAsync(Checkout.WebProject, folder, settings);

    /// <summary>Starts one in a working directory and waits until it listens.</summary>
    public static Task<DashboardProcess> StartInAsync(string workingDirectory, string folder, params string[] settings)
        => ListeningAsync(new DashboardProcess(folder, "http://127.0.0.1:0", settings, workingDirectory));

    /// <summary>Starts one that may have so many files open, and waits until it listens.</summary>
    public static Task<DashboardProcess> StartWithFilesAsync(int files, string folder, params string[] settings)
        => ListeningAsync(new DashboardProcess(folder, "http://127.0.0.1:0", settings, files: files));

    /// <summary>Starts the sample of an application that the dashboard is embedded in, and waits until it listens.</summary>
    public static Task<DashboardProcess> StartSampleAsync(string folder)
        => ListeningAsync(new DashboardProcess(
            folder, "http://127.0.0.1:0", ["--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"], Path.GetDirectoryName(Checkout.SampleAssembly), Checkout.SampleAssembly));

    private static async Task<DashboardProcess> ListeningAsync(DashboardProcess started)
    {
        try
        {
            var address = await started._address.Task.WaitAsync(Eventually.Limit);
            started.Url = address.ToString().TrimEnd('/');
            started.Http.BaseAddress = address;
            return started;
        }
        catch (Exception e)
        {
            var said = started.Errors;
            await started.DisposeAsync();
            throw new InvalidOperationException($"{e.Message} {said}", e);
        }
    }

    /// <summary>Runs one that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string folder, string url, params string[] settings)
    {
        await using var started = new DashboardProcess(folder, url, settings);
        var exitCode = await started.ExitAsync();
        return (exitCode, started.Errors);
    }

    /// <summary>SIGKILL: nothing of it gets another word.</summary>
    public Task<int> KillAsync()
    {
        _process.Kill();
        return ExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Eventually.Deadline());
        return _process.ExitCode;
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
        if (s_greetings.FirstOrDefault(greeting => line.TrimStart().StartsWith(greeting, StringComparison.Ordinal)) is { } greeting)
            _address.TrySetResult(new Uri(line.TrimStart()[greeting.Length..]));
    }
}
