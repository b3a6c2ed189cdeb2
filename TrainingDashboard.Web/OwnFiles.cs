namespace TrainingDashboard.Web;

/// <summary>Where the dashboard's own static files are: at the root of the program, or in a folder of an application that it is in.</summary>
internal sealed class OwnFiles
{
    // StaticWebAssetBasePath in the project
    private static readonly PathString s_folder = "/_content/TrainingDashboard.Web";

    // What the pages have besides
    private static readonly PathString s_radzen = "/_content/Radzen.Blazor";

    // What pages of others refer to by a short address.
    private static readonly PathString[] s_short = ["/embed.js", "/embed.js.map", "/examples"];

    private readonly bool _isRoot;

    /// <param name="environment">The application's.</param>
    public OwnFiles(IHostEnvironment environment) => _isRoot = environment.ApplicationName == typeof(OwnFiles).Assembly.GetName().Name;

    /// <summary>A file of the dashboard's, for a page.</summary>
    /// <param name="name">Its path below the folder.</param>
    public string Asset(string name) => _isRoot ? name : $"{s_folder.Value![1..]}/{name}";

    /// <summary>Whether a static file of the application's is one that the dashboard needs.</summary>
    public bool Hold(PathString path) => _isRoot || path.StartsWithSegments(s_folder) || path.StartsWithSegments(s_radzen);

    /// <summary>Lets the script and the examples for other pages be found at the root anyhow; routing must come after.</summary>
    public PathString Lengthen(PathString path)
        => _isRoot || !Array.Exists(s_short, known => path.StartsWithSegments(known)) ? path : s_folder + path;
}
