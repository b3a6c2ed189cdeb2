using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>The categories of a column, in the order that they have in a model.</summary>
internal static class Levels
{
    /// <summary>
    /// Ascending numbers if all are plain numbers, where 1 and 1.0 are one category named as first met; else in ordinal order. Missing
    /// values are none.
    /// </summary>
    public static IReadOnlyList<(string Name, long Count)> Of(DistinctValues distinct)
    {
        var entries = new List<(string Text, double Number, long Count)>();
        var areNumbers = true;
        foreach (ref readonly var entry in distinct.Entries)
        {
            if (entry.Value.Form == CellForm.Missing)
                continue;
            areNumbers &= entry.Value.Form == CellForm.Number;
            entries.Add((distinct.Text(entry), entry.Value.Number, entry.Count));
        }
        return areNumbers
            ? [.. entries.GroupBy(entry => entry.Number).OrderBy(group => group.Key).Select(group => (group.First().Text, group.Sum(entry => entry.Count)))]
            : [.. entries.OrderBy(entry => entry.Text, StringComparer.Ordinal).Select(entry => (entry.Text, entry.Count))];
    }
}
