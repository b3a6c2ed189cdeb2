using System.Globalization;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>Reads a table from a delimited text file in one pass, holding no more of the file than its values.</summary>
public static class CsvTable
{
    private const int HeadRows = 10;

    /// <summary>Reads a whole table.</summary>
    /// <param name="stream">UTF-8 text, with or without a byte order mark; read to its end, not closed.</param>
    /// <param name="fileName">Name for faults.</param>
    /// <param name="options">What is known of the table; null leaves everything to be found out.</param>
    /// <param name="limits">Bounds; null takes the defaults.</param>
    /// <param name="cancellationToken">Looked at every thousand rows.</param>
    /// <exception cref="DatasetFormatException">The file is refused; says where and why.</exception>
    /// <exception cref="Jobs.InvalidInputException">The options are faulty or name a column the file does not have.</exception>
    public static TableDataset Read(
        Stream stream, string fileName, TableOptions? options = null, DatasetLimits? limits = null, CancellationToken cancellationToken = default)
    {
        (options, limits) = (options ?? TableOptions.Default, limits ?? new DatasetLimits());
        var bytes = new TextBytes(stream, fileName, limits);
        TableColumnChoice.CheckDelimiter(options.Delimiter);
        var dialect = CsvDialect.Detect(bytes, fileName, options);
        var reader = new CsvRecordReader(bytes, fileName, dialect.Delimiter, limits);
        if (!reader.Read())
            throw DatasetFormatException.AtCell(fileName, 1, 1, "Expected a table, but the file holds no row.");

        var names = dialect.HasHeader ? ReadHeader(reader) : [.. Enumerable.Range(1, reader.Count).Select(DefaultName)];
        if (names.Count < 2)
            throw DatasetFormatException.AtCell(fileName, reader.RecordLine, 1, "Expected at least two columns between commas, semicolons, tabs or pipes, but there is one.");
        var choice = TableColumnChoice.Resolve(names, options);
        var builders = names.Select((name, i) => new ColumnBuilder(fileName, name, i + 1, choice.Marked[i], i == choice.TargetIndex, limits)).ToList();

        var (head, rows, firstLine) = (new List<IReadOnlyList<string>>(), 0, reader.RecordLine);
        var more = !dialect.HasHeader || reader.Read();
        for (; more; more = reader.Read())
        {
            if (rows == 0)
                firstLine = reader.RecordLine;
            if (rows % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            CheckShape(reader, names.Count, rows, limits);
            if (rows < HeadRows)
                head.Add([.. Enumerable.Range(0, reader.Count).Select(reader.Text)]);
            for (var i = 0; i < builders.Count; i++)
                builders[i].Add(reader.Bytes(i), reader.LineOf(i));
            rows++;
        }
        if (rows < limits.MinRows)
            throw DatasetFormatException.AtCell(fileName, reader.Line, 1, $"Expected at least {limits.MinRows} rows of data, but the file ends after {rows}.");

        var (target, task) = builders[choice.TargetIndex].FinishTarget(options.Task, firstLine);
        var columns = builders.Select((builder, i) => i == choice.TargetIndex ? target : builder.FinishFeature()).ToList();
        var dataset = new TableDataset { Columns = columns, TargetIndex = choice.TargetIndex, Task = task, RowCount = rows, Head = head };
        CheckWidth(dataset, fileName, firstLine, limits);
        return dataset;
    }

    private static List<string> ReadHeader(CsvRecordReader reader)
    {
        var names = new List<string>();
        for (var i = 0; i < reader.Count; i++)
        {
            var name = reader.Text(i).Trim();
            name = name.Length == 0 ? DefaultName(i + 1) : name;
            if (names.Contains(name, StringComparer.Ordinal))
                throw reader.Fault(i, $"Expected every column to have its own name, but '{name}' came before.");
            names.Add(name);
        }
        return names;
    }

    private static string DefaultName(int number) => string.Create(CultureInfo.InvariantCulture, $"column {number}");

    private static void CheckShape(CsvRecordReader reader, int columns, int rows, DatasetLimits limits)
    {
        if (reader.Count != columns)
            throw reader.Fault(Math.Min(reader.Count, columns), $"Expected {columns} cells, as in the first line, but this one has {reader.Count}.");
        if (rows >= limits.MaxRows)
            throw reader.Fault(0, string.Create(CultureInfo.InvariantCulture, $"Expected at most {limits.MaxRows:N0} rows, but the file has more."));
        if ((rows + 1L) * columns > limits.MaxCells)
            throw reader.Fault(0, string.Create(CultureInfo.InvariantCulture, $"Expected at most {limits.MaxCells:N0} cells, but the file has more."));
    }

    private static void CheckWidth(TableDataset dataset, string fileName, int firstLine, DatasetLimits limits)
    {
        var width = dataset.Features.Sum(column => (long)column.PreparedWidth);
        if (width == 0)
            throw DatasetFormatException.AtCell(fileName, firstLine, 1, "Expected a column to learn from beside the target, but all are empty or ignored.");
        if (width * dataset.RowCount > limits.MaxPreparedValues)
        {
            throw DatasetFormatException.AtCell(fileName, firstLine, 1, string.Create(CultureInfo.InvariantCulture,
                $"Expected at most {limits.MaxPreparedValues:N0} numbers after encoding categories, but {dataset.RowCount:N0} rows of {width:N0} are more. Mark columns with many categories as ignored."));
        }
    }
}
