namespace TrainingDashboard.Training.Data.Tables;

/// <summary>One column of a table in memory.</summary>
public sealed class TableColumn
{
    /// <summary>The code of a cell without a value in <see cref="Codes"/>.</summary>
    public const ushort MissingCode = ushort.MaxValue;

    /// <summary>From the header, or <c>column N</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it was read.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>One for each row, NaN where missing; empty unless numeric.</summary>
    public double[] Numbers { get; init; } = [];

    /// <summary>For each row an index into <see cref="Levels"/> or <see cref="MissingCode"/>; empty unless categorical.</summary>
    public ushort[] Codes { get; init; } = [];

    /// <summary>The distinct values: ascending numbers if all are numbers, else in ordinal order; empty unless categorical.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Cells without a value.</summary>
    public required int MissingCount { get; init; }

    /// <summary>Numbers this column contributes to a prepared sample: missing categories are a level of their own.</summary>
    public int PreparedWidth => Type switch
    {
        ColumnType.Numeric => 1,
        ColumnType.Categorical => Levels.Count + (MissingCount > 0 ? 1 : 0),
        _ => 0,
    };
}
