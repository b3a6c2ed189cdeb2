namespace TrainingDashboard.Training.Data.Images.Pictures;

/// <summary>Where a picture's path says that it belongs: its class is its folder, beneath a folder for a part of the dataset perhaps.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Part">What it is for.</param>
internal readonly record struct PicturePlace(string Class, PicturePart Part);

/// <summary>What a picture is for.</summary>
internal enum PicturePart
{
    Learning,
    Validation,
    Testing,
}

/// <summary>Tells classes and parts out of the paths of all pictures.</summary>
internal sealed class PictureLayout
{
    private static readonly string[] s_learning = ["train", "training", "trainset", "train_images"];
    private static readonly string[] s_validation = ["val", "valid", "validation"];
    private static readonly string[] s_testing = ["test", "testing", "testset", "test_images"];

    private readonly int _above;
    private readonly bool _hasParts;

    /// <param name="paths">The pictures' paths, with slashes.</param>
    public PictureLayout(IReadOnlyCollection<string> paths)
    {
        var folders = paths.Select(path => path.Split('/')[..^1]).ToList();
        // folders that hold everything say nothing, unless it is the classes that they hold
        while (folders.Count > 0 && folders.TrueForAll(f => f.Length > _above + 1) && folders.Select(f => f[_above]).Distinct(StringComparer.Ordinal).Count() == 1)
            _above++;
        var parts = folders.Where(f => f.Length > _above + 1).Select(f => PartOf(f[_above])).ToList();
        _hasParts = parts.Count > 0 && parts.Count == folders.Count && parts.TrueForAll(part => part is not null) && parts.Contains(PicturePart.Learning);
    }

    /// <summary>Where a picture belongs; null for one that is in no folder of a class.</summary>
    public PicturePlace? Of(string path)
    {
        var folders = path.Split('/')[..^1];
        var at = _above + (_hasParts ? 1 : 0);
        return folders.Length > at ? new PicturePlace(folders[at], _hasParts ? PartOf(folders[_above])!.Value : PicturePart.Learning) : null;
    }

    private static PicturePart? PartOf(string folder) =>
        s_learning.Contains(folder, StringComparer.OrdinalIgnoreCase) ? PicturePart.Learning
        : s_validation.Contains(folder, StringComparer.OrdinalIgnoreCase) ? PicturePart.Validation
        : s_testing.Contains(folder, StringComparer.OrdinalIgnoreCase) ? PicturePart.Testing
        : null;
}
