using System.Globalization;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Datasets;

/// <summary>Datasets in words.</summary>
internal static class DatasetWords
{
    private const int MostNames = 12;

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

    /// <summary>How a dataset's files are read, as terms and texts.</summary>
    public static IReadOnlyList<(string Term, string Text)> Reading(DatasetReading reading)
    {
        var facts = new List<(string, string)>();
        if (reading.Table is { } table)
        {
            facts.Add(("Target", $"{table.Columns[table.Target].Name} ({(table.Task == TableTask.Classification ? "classes" : "number")})"));
            Add("Left out", table.Columns.Where(column => column.Type is ColumnType.Ignored or ColumnType.Text));
            Add("Missing → mean", table.Columns.Where((column, i) => i != table.Target && column is { Missing: MissingRule.Mean, Type: ColumnType.Numeric or ColumnType.Date }));
            Add("Missing → median", table.Columns.Where(column => column.Missing == MissingRule.Median));
            Add("Missing → own category", table.Columns.Where(column => column is { Missing: MissingRule.Own, Type: ColumnType.Categorical }));
            Add("Missing → row dropped", table.Columns.Where((column, i) => i == table.Target || (column.Missing == MissingRule.Drop && column.Type is not (ColumnType.Ignored or ColumnType.Text))));
        }
        if (reading.TestFraction > 0)
            facts.Add(("For testing", string.Create(CultureInfo.InvariantCulture, $"{reading.TestFraction * 100:0.#} % of the samples")));
        return facts;

        void Add(string term, IEnumerable<ColumnReading> columns)
        {
            var names = columns.Select(column => column.Name).ToList();
            if (names.Count > 0)
                facts.Add((term, string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")));
        }
    }

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
