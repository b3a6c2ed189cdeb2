namespace TrainingDashboard.Training.Data.Tables;

/// <summary>A table in memory: typed columns, one of them the target.</summary>
public sealed class TableDataset : Dataset
{
    /// <inheritdoc/>
    public override DatasetKind Kind => DatasetKind.Table;

    /// <summary>All columns in file order, the target among them.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Index of the target in <see cref="Columns"/>; it has no missing value.</summary>
    public required int TargetIndex { get; init; }

    /// <summary>Whether the target is a class or a number.</summary>
    public required TableTask Task { get; init; }

    /// <summary>Rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>The first rows as they were read, for people to look at.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Head { get; init; } = [];

    /// <summary>The column to predict.</summary>
    public TableColumn Target => Columns[TargetIndex];

    /// <summary>The columns to predict from, in file order, without ignored ones.</summary>
    public IEnumerable<TableColumn> Features =>
        Columns.Where((column, index) => index != TargetIndex && column.Type != ColumnType.Ignored);

    /// <inheritdoc/>
    /// <remarks>
    /// Numeric columns are standardised and a missing number becomes the training part's mean; categories become 0 or 1
    /// for each level, in level order, with a last one for missing if the column has any missing.
    /// </remarks>
    public override TrainingData Prepare(double validationFraction, long seed)
    {
        var labels = Task == TableTask.Classification ? Array.ConvertAll(Target.Codes, code => (int)code) : [];
        var split = Task == TableTask.Classification
            ? DatasetSplit.Stratified(labels, Target.Levels.Count, validationFraction, seed)
            : DatasetSplit.Plain(RowCount, validationFraction, seed);

        var width = Features.Sum(column => column.PreparedWidth);
        var features = new float[RowCount * width];
        var offset = 0;
        var scales = new List<(TableColumn, Scale)>();
        foreach (var column in Features)
        {
            if (column.Type == ColumnType.Numeric)
            {
                scales.Add((column, Standardise(column.Numbers, split.Train, features, offset, width)));
            }
            else
            {
                scales.Add((column, default));
                OneHot(column, features, offset, width);
            }

            offset += column.PreparedWidth;
        }

        var targets = Task == TableTask.Regression ? new float[RowCount] : [];
        Scale? targetScale = targets.Length > 0 ? Standardise(Target.Numbers, split.Train, targets, 0, 1) : null;
        return new TrainingData
        {
            Shape = new SampleShape(1, 1, width),
            Features = features,
            Labels = labels,
            Targets = targets,
            ClassNames = Task == TableTask.Classification ? Target.Levels : [],
            TrainRows = split.Train,
            ValidationRows = split.Validation,
            TargetScale = targetScale,
            Encoder = new TableEncoder(scales),
        };
    }

    private static Scale Standardise(double[] column, int[] trainRows, float[] into, int offset, int width)
    {
        var scale = Scale.Fit(column, trainRows);
        for (var row = 0; row < column.Length; row++)
            into[(row * width) + offset] = scale.Apply(column[row]);
        return scale;
    }

    private static void OneHot(TableColumn column, float[] into, int offset, int width)
    {
        for (var row = 0; row < column.Codes.Length; row++)
        {
            var level = column.Codes[row] == TableColumn.MissingCode ? column.Levels.Count : column.Codes[row];
            into[(row * width) + offset + level] = 1;
        }
    }
}
