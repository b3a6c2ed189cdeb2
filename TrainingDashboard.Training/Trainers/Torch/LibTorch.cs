using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Trainers.Torch;

/// <summary>
/// libtorch, which TorchSharp computes with. Nothing of it is loaded before a loop begins: the dashboard's own process never
/// needs it.
/// </summary>
internal static partial class LibTorch
{
    private const string Automatic = "auto";
    private const string Cpu = "cpu";
    private const int MostGpus = 8;

    /// <summary>What a trainer declares to have a choice of devices.</summary>
    public static Hyperparameter DeviceDeclaration { get; } = new ChoiceHyperparameter(
        "device",
        "Device",
        "What computes: cpu, a graphics processor of NVIDIA's by its number, or auto for the first of these that there is.",
        Automatic,
        [Automatic, Cpu, .. Enumerable.Range(0, MostGpus).Select(Gpu)])
    { Group = "Device" };

    /// <summary>Which libtorch TorchSharp was made for, as <c>2.10.0.0</c>.</summary>
    public static string Version => torch.__version__;

    /// <summary>Makes libtorch ready for a job's loop: as many threads as its slot has, on the device asked for.</summary>
    /// <exception cref="InvalidInputException">Field <c>hyperparameters.device</c>: the device is not there.</exception>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded.</exception>
    public static torch.Device Begin(TrainingContext context)
    {
        Load();
        // of the whole process: exact where a job has one of its own
        torch.set_num_threads(context.Threads);
        var (device, reason) = Choose(context.Hyperparameters.Choice("device"));
        context.Log(string.Create(CultureInfo.InvariantCulture, $"Computing on {device} with {context.Threads} threads of libtorch {Version}, as {reason}."));
        return device;
    }

    /// <summary>Loads it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be loaded; says why.</exception>
    public static void Load()
    {
        LimitVectors();
        try
        {
            // Before TorchSharp tries, which would say much and not why: the system names what it lacks.
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new InvalidOperationException($"libtorch, which TorchSharp computes with, cannot be loaded on this machine: {WhatLacks(e.Message)}", e);
        }
    }

    /// <summary>Graphics processors that libtorch can compute on; 0 where it was built without CUDA.</summary>
    public static int CountGpus()
    {
        try
        {
            return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or System.Runtime.InteropServices.ExternalException)
        {
            return 0;
        }
    }

    // In libtorch 2.10 the backward convolutions of oneDNN for AVX-512 give other gradients in some steps, NaN among them (seen
    // on an AMD EPYC: one step in twenty on one thread, most on two; none of 5,000 with AVX2). .NET's own environment is a copy that
    // native code does not see. What the environment says already stays.
    private static void LimitVectors()
    {
        if (OperatingSystem.IsLinux())
            _ = SetNative("DNNL_MAX_CPU_ISA", "AVX2", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNative(string name, string value, int overwrite);

    // Of all places tried, that where the library is, and is refused; else the first line.
    private static string WhatLacks(string said)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("not found (required by", StringComparison.Ordinal)) ?? lines[0];
    }

    private static (torch.Device Device, string Reason) Choose(string asked)
    {
        if (asked == Cpu)
            return (torch.CPU, "the job asks for it");
        var gpus = CountGpus();
        if (asked == Automatic)
            return gpus > 0 ? (torch.device(Gpu(0)), "it is the first graphics processor") : (torch.CPU, "this libtorch finds no graphics processor");
        return Enumerable.Range(0, gpus).Any(number => Gpu(number) == asked)
            ? (torch.device(asked), "the job asks for it")
            : throw new InvalidInputException(
                "hyperparameters.device",
                $"{asked} is not there: this libtorch ({Version}) finds {(gpus == 0 ? "no graphics processor" : $"{gpus}, the first of which is {Gpu(0)}")}. Expected auto or cpu{(gpus == 0 ? "" : $", or up to {Gpu(gpus - 1)}")}.");
    }

    private static string Gpu(int number) => string.Create(CultureInfo.InvariantCulture, $"cuda:{number}");
}
