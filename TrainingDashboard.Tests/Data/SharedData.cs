namespace TrainingDashboard.Tests.Data;

/// <summary>Real data, kept in <c>shared/data</c> somewhere above the tests; never part of the product.</summary>
public static class SharedData
{
    /// <summary>The folder; null if this machine has none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Full path of a file in it, with slashes in its name.</summary>
    public static string PathOf(string name) =>
        Path.Combine(Folder ?? throw new InvalidOperationException("There is no shared data here."), name);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(candidate, "iris.csv")))
                return candidate;
        }
        return null;
    }
}

/// <summary>A test that needs <see cref="SharedData"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute()
    : RequiresFactAttribute(SharedData.Folder is not null, "No folder above the tests holds shared/data/iris.csv.");
