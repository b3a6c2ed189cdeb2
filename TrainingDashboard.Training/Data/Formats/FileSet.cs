using TrainingDashboard.Training.Data.Files;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>The files of a dataset, by what they hold.</summary>
/// <param name="Main">The table, the text, or the images.</param>
/// <param name="Labels">The images' labels; null for others.</param>
/// <param name="Test">The same as the main file, kept for testing; null for none.</param>
/// <param name="TestLabels">The labels of images for testing; null for others.</param>
internal sealed record FileSet(DataFile Main, DataFile? Labels = null, DataFile? Test = null, DataFile? TestLabels = null)
{
    /// <summary>The files there are, in an order that <see cref="Of"/> knows.</summary>
    public IEnumerable<(FileRole Role, DataFile File)> All
    {
        get
        {
            yield return (FileRole.Main, Main);
            if (Labels is not null)
                yield return (FileRole.Labels, Labels);
            if (Test is not null)
                yield return (FileRole.Test, Test);
            if (TestLabels is not null)
                yield return (FileRole.TestLabels, TestLabels);
        }
    }

    /// <summary>The set of files with these roles, the main one among them.</summary>
    public static FileSet Of(IEnumerable<(FileRole Role, DataFile File)> files)
    {
        var byRole = files.ToDictionary(file => file.Role, file => file.File);
        return new FileSet(
            byRole[FileRole.Main], byRole.GetValueOrDefault(FileRole.Labels), byRole.GetValueOrDefault(FileRole.Test), byRole.GetValueOrDefault(FileRole.TestLabels));
    }
}
