namespace TrainingDashboard.Training.Data.Tables;

/// <summary>How a delimited file is written.</summary>
/// <param name="Delimiter">Between cells.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
internal sealed record CsvDialect(char Delimiter, bool HasHeader)
{
    private const int SampleRecords = 100;
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];

    /// <summary>
    /// Finds out what is not given. The delimiter is the one with which most of the first 100 records have the same
    /// number of cells, more than one; among equals the one that gives more cells. For the header see
    /// <see cref="LooksLikeHeader"/>.
    /// </summary>
    /// <param name="bytes">The file, of which the first window is looked at and nothing consumed.</param>
    /// <param name="fileName">Name for faults, all of which are left to the real reading.</param>
    /// <param name="options">What is given.</param>
    public static CsvDialect Detect(TextBytes bytes, string fileName, TableOptions options)
    {
        char[] candidates = options.Delimiter is { } given ? [given] : s_delimiters;
        var sample = bytes.Window.ToArray();
        var (best, bestShare, bestCells) = (new List<string[]>(), -1.0, 0);
        var delimiter = candidates[0];
        foreach (var candidate in candidates)
        {
            var records = Sample(sample, bytes.IsWhole, candidate, fileName);
            var usual = records.GroupBy(r => r.Length).OrderByDescending(g => g.Count()).FirstOrDefault();
            var share = usual is null || usual.Key < 2 ? 0 : (double)usual.Count() / records.Count;
            if (share < bestShare || (share == bestShare && (usual?.Key ?? 0) <= bestCells))
                continue;
            (best, bestShare, bestCells, delimiter) = (records, share, usual?.Key ?? 0, candidate);
        }
        return new CsvDialect(delimiter, options.HasHeader ?? LooksLikeHeader(best));
    }

    /// <summary>
    /// The first record is a header if its cells are distinct, none is a number or <c>?</c>, none but the first is
    /// empty, and below it some column is all numbers. In a table of texts only, it is one if none of its cells comes
    /// again in its column.
    /// </summary>
    private static bool LooksLikeHeader(List<string[]> records)
    {
        if (records.Count < 2)
            return false;
        var first = records[0];
        if (first.Distinct(StringComparer.Ordinal).Count() < first.Length
            || first.Any(cell => CellText.IsNumber(cell) || cell == "?")
            || first.Skip(1).Any(string.IsNullOrWhiteSpace))
            return false;

        var columns = Enumerable.Range(0, first.Length)
            .Select(i => records.Skip(1).Where(r => r.Length > i && r[i].Length > 0 && r[i] != "?").Select(r => r[i]).ToList())
            .ToList();
        return columns.Any(cells => cells.Count > 0 && cells.TrueForAll(CellText.IsNumber))
            || !columns.Where((cells, i) => cells.Contains(first[i])).Any();
    }

    private static List<string[]> Sample(byte[] head, bool isWhole, char delimiter, string fileName)
    {
        // The window bounds everything already; limits would hide the right delimiter of a table with too many columns.
        var limits = new DatasetLimits { MaxColumns = int.MaxValue, MaxCellBytes = int.MaxValue };
        using var stream = new MemoryStream(head);
        var reader = new CsvRecordReader(new TextBytes(stream, fileName, limits), fileName, delimiter, limits);
        var records = new List<string[]>();
        try
        {
            while (records.Count <= SampleRecords && reader.Read())
                records.Add(Cells(reader));
            // The window may have cut the last record in two.
            if (!isWhole && records.Count is > 1 and <= SampleRecords)
                records.RemoveAt(records.Count - 1);
        }
        catch (DatasetFormatException)
        {
            // The real reading comes to the same place and says it to the person; up to there the cells are a hint.
            if (records.Count == 0)
                records.Add([.. Cells(reader), ""]);
        }
        return records;
    }

    private static string[] Cells(CsvRecordReader reader) => [.. Enumerable.Range(0, reader.Count).Select(reader.Text)];
}
