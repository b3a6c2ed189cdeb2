using TrainingDashboard.Training.Data;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Datasets;

/// <summary>Datasets in words.</summary>
internal static class DatasetWords
{
    /// <summary>"2,000 rows, 3 columns, 2 classes".</summary>
    public static string Describe(DatasetInfo dataset)
    {
        if (dataset.Kind == DatasetKind.Text)
            return $"{Format.Count(dataset.Samples)} characters, {dataset.Classes} different ones";
        var what = dataset.Kind == DatasetKind.Images
            ? $"{Format.Count(dataset.Samples)} images, {dataset.Shape.Width} × {dataset.Shape.Height}"
            : $"{Format.Count(dataset.Samples)} rows, {dataset.Columns.Count} columns";
        return dataset.Classes > 0 ? $"{what}, {dataset.Classes} classes" : $"{what}, a number to predict";
    }

    /// <summary>Where it comes from, in a word.</summary>
    public static string Origin(DatasetInfo dataset) => dataset.Origin.ToString().ToLowerInvariant();
}
