using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Datasets;

/// <summary>Datasets in words.</summary>
internal static class DatasetWords
{
    /// <summary>"2,000 rows, 3 columns, 2 classes".</summary>
    public static string Describe(DatasetInfo dataset) =>
        Describe(dataset.Kind, dataset.Samples, dataset.TestSamples, dataset.Columns.Count, dataset.Shape, dataset.Classes);

    /// <inheritdoc cref="Describe(DatasetInfo)"/>
    public static string Describe(DatasetProfile profile) =>
        Describe(profile.Kind, profile.Samples, profile.TestSamples, profile.Table?.Columns.Count ?? 0, profile.Shape, profile.Classes);

    /// <summary>Where it comes from, in a word.</summary>
    public static string Origin(DatasetInfo dataset) => dataset.Origin switch
    {
        DatasetOrigin.Generated => "built in",
        DatasetOrigin.Registered => "on the server",
        _ => "uploaded",
    };

    private static string Describe(DatasetKind kind, int samples, int test, int columns, SampleShape shape, int classes)
    {
        var what = kind switch
        {
            DatasetKind.Text => $"{Format.Count(samples)} characters, {Format.Count(classes)} unique",
            DatasetKind.Images => $"{Format.Count(samples)} images, {shape.Width} × {shape.Height}{(shape.Channels == 1 ? "" : " in colour")}, {Format.Count(classes)} classes",
            _ => $"{Format.Count(samples)} rows, {Format.Count(columns)} columns, {(classes > 0 ? $"{Format.Count(classes)} classes" : "a number to predict")}",
        };
        return test > 0 ? $"{what}, {Format.Count(test)} for testing" : what;
    }
}
