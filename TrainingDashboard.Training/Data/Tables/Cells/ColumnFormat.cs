namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>How the cells of a column are written where that is not as in the rest of its table.</summary>
/// <param name="Mark">The decimal mark; null for that of the table.</param>
/// <param name="Unit">What stands after each number; null for nothing.</param>
/// <param name="AlsoMissing">What stands for a missing value in this column alone.</param>
internal sealed record ColumnFormat(char? Mark = null, string? Unit = null, IReadOnlyList<string>? AlsoMissing = null)
{
    /// <summary>As in the rest of the table.</summary>
    public static ColumnFormat None { get; } = new();
}
