namespace TrainingDashboard.Training.Execution.Children;

/// <summary>
/// The variables of the environment that a loop's process gets: those that a runtime, a numeric library or a driver needs. The
/// dashboard's own settings, and passwords and keys among them, stay with the dashboard.
/// </summary>
internal static class ChildEnvironment
{
    // What the system, the shell and the C library are told.
    private static readonly string[] s_names =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TZDIR", "TERM", "TMPDIR", "TMP", "TEMP", "HOSTNAME",
        "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "GLIBC_TUNABLES", "MALLOC_ARENA_MAX",
        "SystemRoot", "windir", "SystemDrive", "ComSpec", "PATHEXT", "OS", "NUMBER_OF_PROCESSORS", "USERNAME", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
        "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "CommonProgramFiles", "COMPUTERNAME",
    ];

    // What runtimes, numeric libraries and drivers are told.
    private static readonly string[] s_beginnings =
    [
        "LC_", "XDG_", "PROCESSOR_", "DOTNET_", "COMPlus_", "CORECLR_", "OMP_", "GOMP_", "KMP_", "MKL_", "DNNL_", "ONEDNN_", "OPENBLAS_", "BLIS_",
        "CUDA_", "CUDNN_", "CUBLAS_", "NVIDIA_", "NCCL_", "HIP_", "HSA_", "ROCR_", "ROCM_", "MIOPEN_", "TORCH_", "PYTORCH_", "ATEN_",
    ];

    // DOTNET_A__B and DOTNET_urls are settings of a host.
    private static readonly string[] s_hostSettings = ["DOTNET_URLS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS", "DOTNET_CONTENTROOT", "DOTNET_STARTUP_HOOKS"];

    /// <summary>Takes from an environment what a loop's process does not get.</summary>
    /// <param name="environment">The variables, as inherited.</param>
    /// <param name="further">Names of others that it gets; one that ends with <c>*</c> stands for all that begin so.</param>
    public static void Reduce(IDictionary<string, string?> environment, IReadOnlyList<string> further)
    {
        foreach (var name in environment.Keys.Where(name => !IsKnown(name) && !IsNamed(name, further)).ToArray())
            environment.Remove(name);
    }

    private static bool IsKnown(string name)
        => s_names.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (s_beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal))
                && !name.Contains("__", StringComparison.Ordinal)
                && !s_hostSettings.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool IsNamed(string name, IReadOnlyList<string> further)
        => further.Any(one => one.EndsWith('*') ? name.StartsWith(one[..^1], StringComparison.Ordinal) : name == one);
}
