using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>How this program starts a process like itself, with the same runtime and the same assemblies, for a loop.</summary>
/// <param name="dotnet">The host.</param>
/// <param name="dependencies">The file that says where assemblies are.</param>
/// <param name="runtime">The file that says which runtime.</param>
/// <param name="assembly">The program.</param>
/// <param name="environment">Further variables of the environment that it gets (<see cref="ExecutionOptions.PassEnvironment"/>).</param>
internal sealed class ChildProgram(string dotnet, string dependencies, string runtime, string assembly, IReadOnlyList<string> environment)
{
    private static readonly Lock s_starting = new();

    /// <summary>This program's own; null where it was published in a way in which it cannot be started again.</summary>
    /// <param name="environment">Further variables of the environment that it gets; null for none.</param>
    public static ChildProgram? Find(IReadOnlyList<string>? environment = null)
    {
        var assembly = typeof(ChildProgram).Assembly.Location;
        var dependencies = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "").Split(';')[0];
        var runtime = dependencies.EndsWith(".deps.json", StringComparison.Ordinal) ? dependencies[..^".deps.json".Length] + ".runtimeconfig.json" : "";
        var dotnet = Path.GetFullPath(Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return new[] { assembly, dependencies, runtime, dotnet }.All(File.Exists)
            ? new ChildProgram(dotnet, dependencies, runtime, assembly, environment ?? [])
            : null;
    }

    /// <summary>Starts one.</summary>
    /// <param name="memoryMegabytes">Memory for managed objects; 0 for as much as there is.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public StartedChild Start(int memoryMegabytes)
    {
        // One at a time: another one started meanwhile would inherit the ends of these pipes, and they would never close.
        lock (s_starting)
        {
            var input = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            var output = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
            try
            {
                var start = new ProcessStartInfo(
                    dotnet,
                    ["exec", "--depsfile", dependencies, "--runtimeconfig", runtime, assembly, ChildMain.Word, input.GetClientHandleAsString(), output.GetClientHandleAsString()])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
                ChildEnvironment.Reduce(start.Environment, environment);
                var mark = ProcessGroup.NewMark();
                start.Environment[ProcessGroup.Variable] = mark;
                // Threads of native libraries that wait must not spin: beside them are the server and other jobs.
                if (!start.Environment.TryGetValue("OMP_WAIT_POLICY", out var policy) || string.IsNullOrEmpty(policy))
                    start.Environment["OMP_WAIT_POLICY"] = "passive";
                if (memoryMegabytes > 0)
                    start.Environment["DOTNET_GCHeapHardLimit"] = ((long)memoryMegabytes << 20).ToString("X", CultureInfo.InvariantCulture);
                var process = Process.Start(start)!;
                process.StandardInput.Close();
                return new StartedChild(process, mark, input, output);
            }
            catch
            {
                input.Dispose();
                output.Dispose();
                throw;
            }
            finally
            {
                input.DisposeLocalCopyOfClientHandle();
                output.DisposeLocalCopyOfClientHandle();
            }
        }
    }
}

/// <summary>A process that was started, and the pipes to it.</summary>
/// <param name="Process">The process.</param>
/// <param name="Mark">What tells all that it starts from other processes (<see cref="ProcessGroup"/>).</param>
/// <param name="Input">What it reads.</param>
/// <param name="Output">What it writes.</param>
internal sealed record StartedChild(Process Process, string Mark, Stream Input, Stream Output)
{
    /// <summary>Ends it with all that it has started.</summary>
    public void End() => ProcessGroup.End(Process, Mark);
}
