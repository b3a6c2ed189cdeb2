using System.Reflection;
using System.Runtime.Loader;

namespace TrainingDashboard.Training.Plugins;

/// <summary>
/// Where a plug-in's assemblies live: its own, from beside it, except for those that it speaks to the dashboard with.
/// </summary>
internal sealed class PluginContext : AssemblyLoadContext
{
    private static readonly HashSet<string> s_shared = new(
        [typeof(PluginContext).Assembly.GetName().Name!, .. typeof(PluginContext).Assembly.GetReferencedAssemblies().Select(name => name.Name!)],
        StringComparer.Ordinal);

    private readonly AssemblyDependencyResolver _beside;

    private PluginContext(string file)
        : base(Path.GetFileNameWithoutExtension(file))
        => _beside = new AssemblyDependencyResolver(file);

    /// <summary>Loads a plug-in.</summary>
    /// <exception cref="IOException">Its file, or one that it needs, is not there.</exception>
    /// <exception cref="BadImageFormatException">It is no assembly for this runtime.</exception>
    public static Assembly Load(string file) => new PluginContext(file).LoadFromAssemblyPath(Path.GetFullPath(file));

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
        => !s_shared.Contains(assemblyName.Name!) && _beside.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => _beside.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
