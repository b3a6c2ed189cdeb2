using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Training.Data.Generated;

/// <summary>The datasets every machine has, described without making them.</summary>
public static class GeneratedDatasets
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DatasetInfo> All { get; } =
    [
        new DatasetInfo
        {
            Name = "spirals",
            Title = "Two spirals",
            Kind = DatasetKind.Table,
            Origin = DatasetOrigin.Generated,
            Format = "generated",
            Samples = Spirals.Count,
            Classes = 2,
            Shape = new SampleShape(1, 1, 2),
            Columns =
            [
                new DatasetColumn("x", ColumnType.Numeric, false),
                new DatasetColumn("y", ColumnType.Numeric, false),
                new DatasetColumn("spiral", ColumnType.Categorical, true),
            ],
        },
        new DatasetInfo
        {
            Name = "digits",
            Title = "Drawn digits",
            Kind = DatasetKind.Images,
            Origin = DatasetOrigin.Generated,
            Format = "generated",
            Samples = DrawnDigits.Count,
            Classes = 10,
            Shape = new SampleShape(1, DrawnDigits.Side, DrawnDigits.Side),
        },
    ];

    /// <summary>Makes one; null if there is none of that name.</summary>
    public static Dataset? Create(string name) => name switch
    {
        "spirals" => Spirals.Create(),
        "digits" => DrawnDigits.Create(),
        _ => null,
    };
}
