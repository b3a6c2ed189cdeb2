namespace TrainingDashboard.Tests.Hosting;

/// <summary>Where the checkout has what the tests start.</summary>
internal static class Checkout
{
    private static readonly DirectoryInfo s_output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The Web project's folder: settings and static files.</summary>
    public static string WebProject { get; } = Path.Combine(Root, "TrainingDashboard.Web");

    /// <summary>The npm workspace.</summary>
    public static string WebAssets { get; } = Path.Combine(Root, "wwwroot-assets");

    /// <summary>The built dashboard, of the same configuration and framework as these tests.</summary>
    public static string WebAssembly { get; } = Path.Combine(
        WebProject, "bin", s_output.Parent!.Name, s_output.Name, "TrainingDashboard.Web.dll");

    /// <summary>The built application that the dashboard is embedded in.</summary>
    public static string SampleAssembly { get; } = Path.Combine(
        WebProject, "Samples", "Embedding", "bin", s_output.Parent!.Name, s_output.Name, "Embedding.dll");

    /// <summary>The folder of the built worker and command line, with all that they need.</summary>
    public static string TrainingFolder { get; } = Path.Combine(Root, "TrainingDashboard.Training", "bin", s_output.Parent!.Name, s_output.Name);

    private static string FindRoot()
    {
        for (var at = s_output; at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "TrainingDashboard.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException($"No parent of {s_output} has TrainingDashboard.sln.");
    }
}
