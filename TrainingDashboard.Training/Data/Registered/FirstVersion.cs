using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>Understands manifests of version 1, so that a dataset is read as it was when its jobs began.</summary>
internal static class FirstVersion
{
    /// <summary>The same in the present version.</summary>
    public static DatasetManifest Upgrade(DatasetManifest manifest) => manifest with
    {
        Files = manifest.Info.Kind == DatasetKind.Images && manifest.Files.Count > 1
            ? [manifest.Files[0], manifest.Files[1] with { Role = FileRole.Labels }]
            : manifest.Files,
        Reading = new DatasetReading
        {
            Table = manifest.Info.Kind == DatasetKind.Table ? ReadingOf(manifest.Info, manifest.Table ?? new FirstTable(null, null)) : null,
            Encoding = manifest.Info.Kind == DatasetKind.Text ? TextEncoding.Utf8 : null,
        },
    };

    // Types, names and task stand in what is shown of the dataset. Which delimiter it was may have been found out: then it is
    // found out again, by the columns that it must give.
    private static TableReading ReadingOf(DatasetInfo info, FirstTable said)
    {
        var target = info.Columns.TakeWhile(column => !column.IsTarget).Count();
        return new TableReading
        {
            Delimiter = said.Delimiter ?? "",
            Comment = "#",
            HasHeader = said.HasHeader ?? !info.Columns.Select((column, i) => column.Name == $"column {i + 1}").All(isDefault => isDefault),
            Missing = ["?"],
            Target = target,
            Task = info.Classes > 0 ? TableTask.Classification : TableTask.Regression,
            Columns =
            [
                .. info.Columns.Select((column, i) => new ColumnReading(
                    column.Name, column.Type, i == target ? MissingRule.Drop : column.Type == ColumnType.Categorical ? MissingRule.Own : MissingRule.Mean)),
            ],
        };
    }

    /// <summary>The reading of a table with the delimiter that gives its columns, where that was not written down.</summary>
    /// <exception cref="DatasetFormatException">No delimiter gives them.</exception>
    public static DatasetReading WithDelimiter(DatasetReading reading, DataFile file, DatasetLimits limits)
    {
        if (reading.Table is not { Delimiter: "" } table)
            return reading;
        foreach (var delimiter in s_delimiters)
        {
            var candidate = table with { Delimiter = delimiter };
            using var records = new CsvFiles([file], limits).Open(0, TablePlan.Of(candidate));
            if (Gives(records, candidate))
                return reading with { Table = candidate };
        }
        throw DatasetFormatException.OfFile(file.Title, $"Expected a table of {table.Columns.Count} columns, as it was registered. Remove the dataset and add it again.");
    }

    private static bool Gives(IRecordReader records, TableReading table)
    {
        try
        {
            return records.Read() && records.Count == table.Columns.Count
                && (!table.HasHeader || System.Text.Encoding.UTF8.GetString(records.Bytes(table.Target)).Trim() is var name && (name == table.Columns[table.Target].Name || name.Length == 0));
        }
        catch (DatasetFormatException)
        {
            return false;
        }
    }

    private static readonly string[] s_delimiters = [",", ";", "\t", "|"];
}

/// <summary>What was said of a table in version 1, as far as it does not stand in what is shown of the dataset.</summary>
/// <param name="Delimiter">Null where it was found out.</param>
/// <param name="HasHeader">Null where it was found out.</param>
internal sealed record FirstTable(string? Delimiter, bool? HasHeader);
