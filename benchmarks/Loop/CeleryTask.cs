using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace TrainingDashboard.Benchmarks.Loop;

/// <summary>The peer: Redis on a port of its own, a Celery worker, and a task whose loop calls update_state.</summary>
internal static class CeleryTask
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    /// <summary>Runs it once.</summary>
    /// <param name="steps">Steps of the task.</param>
    /// <param name="stepsPerSecond">Its pace.</param>
    /// <returns>What each call cost the task, as the task's own process timed it.</returns>
    /// <exception cref="InvalidOperationException">A program failed; the message has what it said.</exception>
    public static async Task<LoopCost> RunAsync(int steps, int stepsPerSecond)
    {
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        using var redis = Start("redis-server", port, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
        using var worker = Start(Python, port, "-m", "celery", "-A", "app", "worker", "--concurrency", "1", "--loglevel", "ERROR");
        try
        {
            using var client = Start(Python, port, "app.py", steps.ToString(CultureInfo.InvariantCulture), stepsPerSecond.ToString(CultureInfo.InvariantCulture));
            using var limit = new CancellationTokenSource(s_limit);
            var costs = await client.StandardOutput.ReadToEndAsync(limit.Token);
            await client.WaitForExitAsync(limit.Token);
            return client.ExitCode == 0
                ? LoopCost.Of(JsonSerializer.Deserialize<double[]>(costs)!)
                : throw new InvalidOperationException("The Celery task failed; what it said is above.");
        }
        finally
        {
            foreach (var process in (Process[])[worker, redis])
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
        }
    }

    private static Process Start(string program, string redisPort, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.Combine(AppContext.BaseDirectory, "celery"),
            RedirectStandardOutput = true,
        };
        start.Environment["REDIS_PORT"] = redisPort;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        // Celery warns of running as root, which a container does.
        start.Environment["PYTHONWARNINGS"] = "ignore";
        var process = Process.Start(start)!;
        if (arguments[0] != "app.py")
        {
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
        }

        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
