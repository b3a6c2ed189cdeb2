using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>Reads a table whose reading is decided into memory, holding no more of its files than their values.</summary>
internal static class TableLoader
{
    private const int HeadRows = 10;

    /// <summary>Reads all files.</summary>
    /// <param name="files">The table.</param>
    /// <param name="reading">How it is read.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellationToken">Looked at every thousand rows.</param>
    /// <exception cref="DatasetFormatException">A file does not go with the reading; says where and why.</exception>
    public static TableDataset Load(ITableFiles files, TableReading reading, DatasetLimits limits, CancellationToken cancellationToken)
    {
        var plan = TablePlan.Of(reading);
        var cells = plan.CellsOf(reading.Columns.Count);
        var columns = reading.Columns.Select((column, i) => new ColumnBuilder(column, cells[i], limits)).ToArray();
        var filters = Enumerable.Range(0, columns.Length).Where(i => IsFilter(reading, i)).ToArray();
        var (rows, testFrom, head) = (0, (int?)null, new List<IReadOnlyList<string>>());
        for (var file = 0; file < files.Titles.Count; file++)
        {
            using var reader = files.Open(file, plan);
            if (file == 1)
                testFrom = rows;
            if (reading.HasHeader && !reader.Read())
                throw DatasetFormatException.AtCell(files.Titles[file], 1, 1, "Expected a table, but the file holds no row.");
            for (var skip = reading.SkipRows; skip > 0 && reader.Read(); skip--)
            {
            }
            while (reader.Read())
            {
                if (rows % 1024 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (IsPassedOver(reader, reading, filters, cells))
                    continue;
                if (rows == limits.MaxRows || (rows + 1L) * columns.Length > limits.MaxCells)
                    throw reader.Fault(0, "Expected no more rows or cells than the limits allow, but the file has more.");
                for (var i = 0; i < columns.Length; i++)
                {
                    if (columns[i].Add(reader.Bytes(i)) is { } fault)
                        throw reader.Fault(i, fault);
                }
                if (head.Count < HeadRows)
                    head.Add([.. Enumerable.Range(0, columns.Length).Select(i => System.Text.Encoding.UTF8.GetString(reader.Bytes(i)))]);
                rows++;
            }
        }
        if (rows < 2)
            throw DatasetFormatException.AtCell(files.Titles[0], 1, 1, $"Expected rows of data, but there {(rows == 1 ? "is one" : "are none")}.");
        return new TableDataset
        {
            Columns = [.. columns.Select(column => column.Finish())],
            TargetIndex = reading.Target,
            Task = reading.Task,
            RowCount = rows,
            Head = head,
            Reading = reading,
            TestRows = testFrom is { } from ? [.. Enumerable.Range(from, rows - from)] : [],
        };
    }

    private static bool IsFilter(TableReading reading, int column) =>
        column == reading.Target || reading.Columns[column] is { Missing: MissingRule.Drop, Type: not (ColumnType.Ignored or ColumnType.Text) };

    private static bool IsPassedOver(IRecordReader reader, TableReading reading, int[] filters, CellReader[] cells)
    {
        var width = reading.Columns.Count;
        if (reader.Count != width && !HasOnlyEmptyBeyond(reader, width))
        {
            return reading.SkipBad
                ? true
                : throw reader.Fault(Math.Min(reader.Count, width), $"Expected {width} cells, as in the other lines, but this one has {reader.Count}.");
        }
        foreach (var column in filters)
        {
            if (cells[column].IsMissing(reader.Bytes(column), reading.Columns[column].Type is ColumnType.Numeric or ColumnType.Date))
                return true;
        }
        return false;
    }

    private static bool HasOnlyEmptyBeyond(IRecordReader reader, int width)
    {
        for (var i = width; i < reader.Count; i++)
        {
            if (!reader.Bytes(i).IsEmpty)
                return false;
        }
        return reader.Count > width;
    }
}
