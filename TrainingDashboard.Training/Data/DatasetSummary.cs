using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Data.Images;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Profile;
using TrainingDashboard.Training.Data.Text;

namespace TrainingDashboard.Training.Data;

/// <summary>Makes what is shown of a dataset.</summary>
internal static class DatasetSummary
{
    private const int MaxImages = 24;
    private const int MaxImageBytes = 1 << 20;
    private const int MaxCellCharacters = 100;
    private const int MaxColumnsShown = 200;
    private const int MaxTextCharacters = 2_000;

    public static DatasetInfo Describe(DatasetProfile profile, string name, string title, DatasetOrigin origin) => new()
    {
        Name = name,
        Title = title,
        Kind = profile.Kind,
        Origin = origin,
        Format = profile.Format,
        Samples = profile.Samples,
        TestSamples = profile.TestSamples,
        Classes = profile.Classes,
        Shape = profile.Shape,
        Columns = [.. (profile.Table?.Columns ?? []).Select(column => new DatasetColumn(column.Name, column.Type, column.IsTarget))],
    };

    /// <summary>The look into a dataset that is kept beside it, so that no file is read again for it.</summary>
    public static DatasetPreview Preview(DatasetProfile profile, string name) => new()
    {
        Name = name,
        Kind = profile.Kind,
        ClassCounts = profile.ClassCounts,
        Columns = [.. (profile.Table?.Columns ?? []).Take(MaxColumnsShown).Select(Summarise)],
        Rows = [.. (profile.Table?.Head ?? []).Select(row => row.Take(MaxColumnsShown).ToArray())],
        Images = profile.Images,
        Text = profile.Text,
    };

    public static DatasetPreview Preview(Dataset dataset, string name) => dataset switch
    {
        TableDataset table => PreviewTable(table, name),
        ImageDataset images => PreviewImages(images, name),
        TextDataset text => PreviewText(text, name),
        _ => throw new ArgumentException($"No preview is known for {dataset.GetType().Name}.", nameof(dataset)),
    };

    private static DatasetPreview PreviewTable(TableDataset table, string name) => new()
    {
        Name = name,
        Kind = DatasetKind.Table,
        ClassCounts = table.Task == TableTask.Classification ? CountClasses(table.Target.Levels, table.Target.Codes.Select(code => (int)code)) : [],
        Columns = [.. table.Columns.Take(MaxColumnsShown).Select((column, i) => Summarise(column, i == table.TargetIndex))],
        Rows = [.. table.Head.Select(row => row.Take(MaxColumnsShown).Select(Shorten).ToArray())],
    };

    private static ColumnSummary Summarise(ColumnProfile column) => new(
        column.Name, column.Type, column.IsTarget, (int)Math.Min(int.MaxValue, column.Missing),
        column.Type == ColumnType.Categorical ? (int)column.Distinct : 0,
        Number(column, column.Minimum), Number(column, column.Maximum), column.Mean);

    private static double? Number(ColumnProfile column, string? text) =>
        column.Type == ColumnType.Numeric && text is not null ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static ColumnSummary Summarise(TableColumn column, bool isTarget)
    {
        var (minimum, maximum, sum) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        foreach (var number in column.Numbers)
        {
            if (double.IsNaN(number))
                continue;
            (minimum, maximum, sum) = (Math.Min(minimum, number), Math.Max(maximum, number), sum + number);
        }
        var present = column.Numbers.Length - column.MissingCount;
        return column.Type == ColumnType.Numeric && present > 0
            ? new ColumnSummary(column.Name, column.Type, isTarget, column.MissingCount, 0, minimum, maximum, sum / present)
            : new ColumnSummary(column.Name, column.Type, isTarget, column.MissingCount, column.Levels.Count, null, null, null);
    }

    private static DatasetPreview PreviewImages(ImageDataset images, string name)
    {
        var room = Math.Min(MaxImageBytes / images.Shape.Size, MaxImages);
        var perClass = (room + images.ClassNames.Count - 1) / images.ClassNames.Count;
        var ofClass = new List<int>[images.ClassNames.Count];
        for (var i = 0; i < images.Count; i++)
        {
            var chosen = ofClass[images.Labels[i]] ??= [];
            if (chosen.Count < perClass)
                chosen.Add(i);
        }
        // In turns: the first of each class, the second of each class, …
        var order = ofClass.SelectMany((chosen, label) => (chosen ?? []).Select((image, turn) => (image, turn, label)))
            .OrderBy(c => c.turn).ThenBy(c => c.label).Take(room);
        return new DatasetPreview
        {
            Name = name,
            Kind = DatasetKind.Images,
            ClassCounts = CountClasses(images.ClassNames, images.Labels),
            Images = [.. order.Select(c => new PreviewImage(images.Shape, images.ClassNames[c.label], images.Image(c.image).ToArray()))],
        };
    }

    private static DatasetPreview PreviewText(TextDataset text, string name) => new()
    {
        Name = name,
        Kind = DatasetKind.Text,
        ClassCounts = CountClasses([.. text.Characters.Select(character => character.Name)], text.Codes.Select(code => (int)code)),
        Text = text.Excerpt(0, MaxTextCharacters),
    };

    private static ClassCount[] CountClasses(IReadOnlyList<string> names, IEnumerable<int> labels)
    {
        var counts = new int[names.Count];
        foreach (var label in labels)
            counts[label]++;
        return [.. names.Select((name, i) => new ClassCount(name, counts[i]))];
    }

    private static string Shorten(string cell) => cell.Length <= MaxCellCharacters ? cell : cell[..MaxCellCharacters] + "…";
}
