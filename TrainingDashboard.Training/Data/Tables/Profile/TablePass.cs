using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>One reading of a table from end to end, which gathers everything that decisions are made from.</summary>
internal sealed class TablePass
{
    private const int HeadRows = 10;
    private const int MostLinesNamed = 5;
    private const long BytesForDistinct = 64L << 20;

    private readonly List<string[]> _head = [];
    private readonly List<int> _badLines = [];
    private readonly List<(int Line, string[] Cells)> _skippedRows = [];
    private readonly Dictionary<int, FilteredRows> _filtered = [];

    private TablePass(TablePlan plan) => Plan = plan;

    public TablePlan Plan { get; }

    /// <summary>The columns' names.</summary>
    public required TableHeader Header { get; init; }

    public required ColumnStatistics[] Columns { get; init; }

    /// <summary>Rows that were taken in.</summary>
    public long Rows { get; private set; }

    /// <summary>Of these, rows of the second file.</summary>
    public long TestRows { get; private set; }

    /// <summary>Records that are no rows, as they have too many or too few cells.</summary>
    public long BadRows { get; private set; }

    /// <summary>Where the first of them were.</summary>
    public IReadOnlyList<int> BadLines => _badLines;

    /// <summary>What a refusal of the first of them says.</summary>
    public DatasetFormatException? FirstBadRow { get; private set; }

    /// <summary>Rows that end in empty cells beyond the last column.</summary>
    public long RowsWithMore { get; private set; }

    /// <summary>Comments after the first row that could be rows.</summary>
    public long CommentsLikeRows { get; private set; }

    /// <summary>Comments in all.</summary>
    public long Comments { get; private set; }

    /// <summary>Whether reading ended where a text is not in the encoding it is read with.</summary>
    public bool IsInOtherEncoding { get; private set; }

    /// <summary>What ended the reading; null if it came to the end.</summary>
    public DatasetFormatException? Fault { get; private set; }

    /// <summary>The line of the first row that is one too many for the limits; null if none is.</summary>
    public int? FirstLineTooMany { get; private set; }

    /// <summary>The line of the first row.</summary>
    public int FirstLine { get; private set; } = 1;

    /// <summary>The last line.</summary>
    public int LastLine { get; private set; } = 1;

    /// <summary>Lines before the table.</summary>
    public IReadOnlyList<string> Skipped { get; private init; } = [];

    public IReadOnlyList<string[]> Head => _head;

    /// <summary>Rows after the header that were skipped, the first of them.</summary>
    public IReadOnlyList<(int Line, string[] Cells)> SkippedRows => _skippedRows;

    /// <summary>Rows passed over as a column that must have a value has none, by column.</summary>
    public IReadOnlyDictionary<int, FilteredRows> Filtered => _filtered;

    /// <summary>Reads the files.</summary>
    /// <param name="files">The table.</param>
    /// <param name="plan">How.</param>
    /// <param name="filters">Columns that must have a value, by index, and whether they hold numbers or dates: rows without are passed over.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="mostRows">Where to end; for a first look.</param>
    /// <param name="cancellationToken">Looked at every thousand rows.</param>
    /// <exception cref="DatasetFormatException">There is no table, or its header is broken, or another file has another header.</exception>
    public static TablePass Run(
        ITableFiles files, TablePlan plan, IReadOnlyList<(int Column, bool AmongNumbers)> filters, DatasetLimits limits, long mostRows, CancellationToken cancellationToken)
    {
        using var first = files.Open(0, plan);
        if (!first.Read())
            throw DatasetFormatException.AtCell(files.Titles[0], 1, 1, "Expected a table, but the file holds no row.");
        var header = TableHeader.Of(first, plan.Layout, limits);
        if (header.Names.Count < 2)
            throw DatasetFormatException.AtCell(files.Titles[0], first.RecordLine, 1, "Expected at least two columns between commas, semicolons, tabs, pipes or spaces, but there is one. Choose another delimiter.");

        var cells = plan.CellsOf(header.Names.Count);
        var budget = new ByteBudget(BytesForDistinct);
        var pass = new TablePass(plan)
        {
            Header = header,
            Skipped = (first as CsvRecordReader)?.Skipped ?? [],
            Columns = [.. cells.Select(reader => new ColumnStatistics(reader, limits.MaxClasses, budget) { HasOwnMark = reader.Mark != plan.Decimal })],
        };
        pass.Take(first, plan.Layout.HasHeader, filters, cells, limits, isTest: false, mostRows, cancellationToken);
        for (var file = 1; file < files.Titles.Count && pass.Fault is null && pass.Rows < mostRows; file++)
            pass.TakeTest(files, file, filters, cells, limits, mostRows, cancellationToken);
        return pass;
    }

    private void TakeTest(
        ITableFiles files, int file, IReadOnlyList<(int Column, bool AmongNumbers)> filters, CellReader[] cells, DatasetLimits limits, long mostRows, CancellationToken cancellationToken)
    {
        using var reader = files.Open(file, Plan);
        if (!reader.Read())
            throw DatasetFormatException.AtCell(files.Titles[file], 1, 1, "Expected a table like the one to learn from, but the file holds no row.");
        if (Plan.Layout.HasHeader)
            Header.CheckSame(reader, files.Titles[0]);
        foreach (var column in Columns)
            column.BeginFile();
        Take(reader, Plan.Layout.HasHeader, filters, cells, limits, isTest: true, mostRows, cancellationToken);
    }

    private void Take(
        IRecordReader reader, bool hasHeader, IReadOnlyList<(int Column, bool AmongNumbers)> filters, CellReader[] cells, DatasetLimits limits, bool isTest, long mostRows, CancellationToken cancellationToken)
    {
        var csv = reader as CsvRecordReader;
        var (width, commentsBefore) = (Columns.Length, csv?.Comments ?? 0);
        try
        {
            var more = !hasHeader || reader.Read();
            for (var skip = Plan.Layout.SkipRows; more && skip > 0; skip--)
            {
                if (!isTest && _skippedRows.Count < MostLinesNamed)
                    _skippedRows.Add((reader.RecordLine, Texts(reader, reader.Count)));
                more = reader.Read();
            }
            for (; more && Rows < mostRows; more = reader.Read())
            {
                if (Rows % 1024 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (csv is not null && csv.Comments != commentsBefore)
                {
                    commentsBefore = csv.Comments;
                    if (Rows > 0 && IsLikeARow(csv))
                        CommentsLikeRows++;
                }
                if (reader.Count != width && !Fits(reader, width))
                    continue;
                if (Filter(reader, filters, cells) is { } filtered)
                {
                    filtered.Add(reader.RecordLine);
                    continue;
                }
                if (Rows == 0)
                    FirstLine = reader.RecordLine;
                Rows++;
                TestRows += isTest ? 1 : 0;
                if (FirstLineTooMany is null && (Rows > limits.MaxRows || Rows * width > limits.MaxCells))
                    FirstLineTooMany = reader.RecordLine;
                if (_head.Count < HeadRows)
                    _head.Add(Texts(reader, width));
                if (csv is not null)
                    Add(csv);
                else
                    Add(reader);
            }
        }
        catch (DatasetFormatException e)
        {
            // everything up to here tells what can be chosen to get further
            Fault = e;
            IsInOtherEncoding = csv is { IsNotUtf8: true, HasUtf8: false };
        }
        LastLine = reader.Line;
        Comments += csv?.Comments ?? 0;
    }

    // a table's time goes here: with the class known, its calls are inlined
    private void Add(CsvRecordReader reader)
    {
        for (var i = 0; i < Columns.Length; i++)
            Columns[i].Add(reader.Bytes(i), reader.LineOf(i));
    }

    private void Add(IRecordReader reader)
    {
        for (var i = 0; i < Columns.Length; i++)
            Columns[i].Add(reader.Bytes(i), reader.LineOf(i));
    }

    private bool IsLikeARow(CsvRecordReader csv)
    {
        if (csv.LastComment is not { } comment)
            return false;
        using var reader = new CsvRecordReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(comment)), "", Plan.Layout.Dialect with { Comment = null }, new DatasetLimits());
        try
        {
            return reader.Read() && reader.Count == Columns.Length;
        }
        catch (DatasetFormatException)
        {
            return false;
        }
    }

    private bool Fits(IRecordReader reader, int width)
    {
        if (reader.Count > width && AreEmpty(reader, width))
        {
            RowsWithMore++;
            return true;
        }
        if (BadRows++ == 0)
            FirstBadRow = reader.Fault(Math.Min(reader.Count, width), $"Expected {width} cells, as in the other lines, but this one has {reader.Count}.");
        if (_badLines.Count < MostLinesNamed)
            _badLines.Add(reader.RecordLine);
        return false;
    }

    private static bool AreEmpty(IRecordReader reader, int from)
    {
        for (var i = from; i < reader.Count; i++)
        {
            if (!reader.Bytes(i).IsEmpty)
                return false;
        }
        return true;
    }

    private FilteredRows? Filter(IRecordReader reader, IReadOnlyList<(int Column, bool AmongNumbers)> filters, CellReader[] cells)
    {
        for (var i = 0; i < filters.Count; i++)
        {
            if (!cells[filters[i].Column].IsMissing(reader.Bytes(filters[i].Column), filters[i].AmongNumbers))
                continue;
            if (!_filtered.TryGetValue(filters[i].Column, out var rows))
                _filtered.Add(filters[i].Column, rows = new FilteredRows(MostLinesNamed));
            return rows;
        }
        return null;
    }

    private static string[] Texts(IRecordReader reader, int width)
    {
        var texts = new string[width];
        for (var i = 0; i < width; i++)
            texts[i] = System.Text.Encoding.UTF8.GetString(reader.Bytes(i));
        return texts;
    }
}

/// <summary>Rows that were passed over for one reason.</summary>
/// <param name="mostLines">How many of their lines are kept.</param>
internal sealed class FilteredRows(int mostLines)
{
    private readonly List<int> _lines = [];

    public long Count { get; private set; }

    /// <summary>Where the first of them were.</summary>
    public IReadOnlyList<int> Lines => _lines;

    public void Add(int line)
    {
        Count++;
        if (_lines.Count < mostLines)
            _lines.Add(line);
    }
}
