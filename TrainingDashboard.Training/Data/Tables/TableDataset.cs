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

    /// <summary>How it was read; null if it was not read from files.</summary>
    public TableReading? Reading { get; init; }

    /// <summary>The column to predict.</summary>
    public TableColumn Target => Columns[TargetIndex];

    /// <summary>The columns to predict from, in file order, without those that are left out.</summary>
    public IEnumerable<TableColumn> Features =>
        Columns.Where((column, index) => index != TargetIndex && column.PreparedWidth > 0);

    /// <inheritdoc/>
    /// <remarks>
    /// Numbers are standardised, a missing one is filled in as its column says; categories become 0 or 1 for each level, in level order,
    /// with a last one for missing if the column has any and no other rule; dates become what <see cref="ColumnEncoder"/> says.
    /// </remarks>
    public override TrainingData Prepare(double validationFraction, long seed)
    {
        var labels = Task == TableTask.Classification ? Array.ConvertAll(Target.Codes, code => (int)code) : [];
        var split = Task == TableTask.Classification
            ? DatasetSplit.Stratified(labels, Target.Levels.Count, validationFraction, seed, TestRows)
            : DatasetSplit.Plain(RowCount, validationFraction, seed, TestRows);

        var encoders = Features.Select(column => ColumnEncoder.Fit(column, split.Train)).ToArray();
        var width = encoders.Sum(encoder => encoder.Width);
        var features = new float[RowCount * width];
        var offset = 0;
        foreach (var encoder in encoders)
        {
            for (var row = 0; row < RowCount; row++)
                encoder.Encode(row, features.AsSpan((row * width) + offset, encoder.Width));
            offset += encoder.Width;
        }

        var targets = Task == TableTask.Regression ? new float[RowCount] : [];
        Scale? targetScale = null;
        if (targets.Length > 0)
        {
            var scale = Scale.Fit(Target.Numbers, split.Train);
            for (var row = 0; row < RowCount; row++)
                targets[row] = scale.Apply(Target.Numbers[row]);
            targetScale = scale;
        }
        return new TrainingData
        {
            Shape = new SampleShape(1, 1, width),
            Features = features,
            Labels = labels,
            Targets = targets,
            ClassNames = Task == TableTask.Classification ? Target.Levels : [],
            TrainRows = split.Train,
            ValidationRows = split.Validation,
            TestRows = TestRows,
            TargetScale = targetScale,
            Encoder = new TableEncoder(encoders, Reading),
        };
    }

    /// <inheritdoc/>
    internal override int[] ChooseTestRows(double fraction) => Task == TableTask.Classification
        ? DatasetSplit.ForTesting(Array.ConvertAll(Target.Codes, code => (int)code), Target.Levels.Count, fraction)
        : DatasetSplit.ForTesting(new int[RowCount], 1, fraction);
}
