using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>Finds columns that are written otherwise than the rest of their table: with another decimal mark, with a unit.</summary>
internal static class ColumnFormats
{
    private const double MeantShare = 0.9;
    private const double LeastShareOfOtherMark = 0.1;

    /// <summary>The formats that go better with what a pass showed and with what was said; null if those of its plan are as good.</summary>
    public static IReadOnlyDictionary<int, ColumnFormat>? Revise(TablePass pass, DatasetChoices choices)
    {
        var said = TableColumnChoice.Find(pass.Header.Names, choices);
        var formats = new Dictionary<int, ColumnFormat>();
        for (var i = 0; i < pass.Columns.Length; i++)
        {
            var before = pass.Plan.FormatOf(i);
            var after = new ColumnFormat(
                said[i]?.Decimal is { } mark ? mark[0] : before.Mark ?? (choices.Decimal is null && IsInOtherMark(pass.Columns[i]) ? (pass.Plan.Decimal == '.' ? ',' : '.') : null),
                before.Unit ?? (said[i]?.Type is null or ColumnType.Numeric ? UnitOf(pass.Columns[i]) : null),
                said[i]?.AlsoMissing);
            if (after != ColumnFormat.None)
                formats.Add(i, after);
        }
        return formats.Any(format => pass.Plan.FormatOf(format.Key) != format.Value) ? formats : null;
    }

    // A single 1,5 among whole numbers is rather a slip than a column of its own.
    private static bool IsInOtherMark(ColumnStatistics column)
    {
        var numbers = column.Numbers + column[CellForm.OtherMark];
        return column.AllWhole && column[CellForm.OtherMark] >= Math.Max(1, LeastShareOfOtherMark * numbers) && numbers >= MeantShare * Present(column);
    }

    private static string? UnitOf(ColumnStatistics column)
    {
        var (units, present) = (column[CellForm.Unit], Present(column));
        return units > 0 && column.Suffixes.Unit is var (unit, count) && count >= column.Numbers && count + column.Numbers >= MeantShare * present ? unit : null;
    }

    private static long Present(ColumnStatistics column) =>
        column.Rows - column.Empty - column[CellForm.Missing] - column[CellForm.MissingAmongNumbers];
}
