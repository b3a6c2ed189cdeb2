using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Text;

namespace TrainingDashboard.Training.Data;

/// <summary>Makes what is shown of a dataset from the dataset.</summary>
internal static class DatasetSummary
{
    private const int MaxImages = 24;
    private const int MaxImageBytes = 1 << 20;
    private const int MaxCellCharacters = 100;
    private const int MaxColumnsShown = 200;
    private const int MaxTextCharacters = 2_000;

    public static DatasetInfo Describe(Dataset dataset, string name, string title, DatasetOrigin origin, string format)
    {
        var info = new DatasetInfo
        {
            Name = name,
            Title = title,
            Kind = dataset.Kind,
            Origin = origin,
            Format = format,
            Samples = 0,
            Classes = 0,
            Shape = default,
        };
        return dataset switch
        {
            TableDataset table => info with
            {
                Samples = table.RowCount,
                Classes = table.Task == TableTask.Classification ? table.Target.Levels.Count : 0,
                Shape = new SampleShape(1, 1, table.Features.Sum(column => column.PreparedWidth)),
                Columns = [.. table.Columns.Select((column, i) => new DatasetColumn(column.Name, column.Type, i == table.TargetIndex))],
            },
            ImageDataset images => info with { Samples = images.Count, Classes = images.ClassNames.Count, Shape = images.Shape },
            TextDataset text => info with { Samples = text.Codes.Length, Classes = text.Characters.Count, Shape = new SampleShape(1, 1, 1) },
            _ => throw new ArgumentException($"No summary is known for {dataset.GetType().Name}.", nameof(dataset)),
        };
    }

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
