using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TrainingDashboard.Benchmarks.Trainers;

/// <summary>The peer: NumPy with OpenBLAS, on one thread.</summary>
internal static class NumPy
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Floating-point operations a second of a product of float32 matrices, the best of many.</summary>
    public static async Task<double> ProductAsync(int rows, int depth, int columns, double seconds)
        => (await RunAsync("product", rows, depth, columns, seconds)).GetProperty("flops").GetDouble();

    /// <summary>Trains a perceptron on what a file holds.</summary>
    /// <returns>Steps a second without the first epoch, and the mean loss of the last one.</returns>
    public static async Task<TrainingSpeed> PerceptronAsync(string file, PerceptronTask task)
    {
        var result = await RunAsync("perceptron", file, task.Samples, task.Inputs, task.Hidden, task.Classes, task.Batch, task.Epochs, task.Rate);
        return new TrainingSpeed(result.GetProperty("steps").GetDouble(), result.GetProperty("loss").GetDouble());
    }

    private static async Task<JsonElement> RunAsync(params object[] arguments)
    {
        var start = new ProcessStartInfo(Python, ["numpy/app.py", .. arguments.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        };
        foreach (var name in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
            start.Environment[name] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonDocument.Parse(said).RootElement
            : throw new InvalidOperationException("NumPy failed; what it said is above.");
    }
}
