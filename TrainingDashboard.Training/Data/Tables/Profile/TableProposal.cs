using System.Globalization;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>What a pass over a table and a person's word together make of it.</summary>
internal sealed partial class TableProposal
{
    private const int MostBars = 12;
    private const int MostExamples = 4;
    private const int MostCellCharacters = 100;
    private const int MostClassesShown = 1_000;

    // Names that say what is to be learnt; without one it is the last column that can be.
    private static readonly string[] s_targets = ["target", "label", "labels", "class", "outcome"];

    private readonly TablePass _pass;
    private readonly IReadOnlyList<ColumnProposal> _columns;
    private readonly List<Finding> _findings = [];

    private TableProposal(TablePass pass, IReadOnlyList<ColumnProposal> columns) => (_pass, _columns) = (pass, columns);

    /// <summary>How the table is read.</summary>
    public TableReading Reading { get; private set; } = null!;

    /// <summary>Columns that must have a value, where a row has none: it is to be skipped, which this pass did not do yet.</summary>
    public IReadOnlyList<(int Column, bool AmongNumbers)> Filters { get; private set; } = [];

    /// <exception cref="InvalidInputException">The options name a column that is not there, or do not go together.</exception>
    public static TableProposal Make(TablePass pass, DatasetChoices choices, DatasetLimits limits, string fileName)
    {
        var names = pass.Header.Names;
        var choice = TableColumnChoice.Resolve(names, choices);
        var proposal = new TableProposal(
            pass, [.. names.Select((name, i) => new ColumnProposal(i + 1, name, pass.Columns[i], choice.Said[i], choices, limits))]);
        proposal.Decide(choice.Target ?? proposal.GuessTarget(), choices, choice.Said);
        proposal.FindTableFaults(choices, limits);
        return proposal;
    }

    /// <summary>Everything that is shown of it.</summary>
    /// <param name="lines">The first lines of the file.</param>
    /// <param name="notes">What there is to know of the files besides.</param>
    public TableProfile ToProfile(IReadOnlyList<string> lines, IReadOnlyList<Finding> notes) => new()
    {
        Reading = Reading,
        Rows = (int)Math.Min(int.MaxValue, _pass.Rows),
        TestRows = (int)Math.Min(int.MaxValue, _pass.TestRows),
        PreparedWidth = (int)Math.Min(int.MaxValue, Width),
        RowsPassedOver = _pass.BadRows + _pass.Filtered.Values.Sum(rows => rows.Count),
        Columns = [.. _columns.Select(Describe)],
        Findings = [.. notes.Concat(_findings).Concat(_columns.SelectMany(column => column.Findings)).OrderByDescending(finding => finding.Level)],
        Lines = lines,
        Head = [.. _pass.Head.Select(row => row.Select(Shorten).ToArray())],
        ClassCounts = Reading.Task == TableTask.Classification ? [.. ClassCounts()] : [],
    };

    private void Decide(int target, DatasetChoices choices, IReadOnlyList<ColumnChoices?> said)
    {
        var task = TableTask.Classification;
        var errors = new List<FieldError>();
        for (var i = 0; i < _columns.Count; i++)
        {
            if (i == target)
                task = _columns[i].DecideTarget(choices.Task);
            else
                _columns[i].DecideFeature(keepsIds: false);
        }
        var features = _columns.Where((_, i) => i != target).ToList();
        if (features.TrueForAll(column => column.Type is ColumnType.Ignored or ColumnType.Text))
            features.ForEach(column => column.DecideFeature(keepsIds: column.IsLeftOutAsId));
        for (var i = 0; i < _columns.Count; i++)
        {
            if (said[i]?.Missing is { } rule && i != target && TableColumnChoice.RuleFault(rule, _columns[i].Type) is { } fault)
                errors.Add(new FieldError($"columns.{_columns[i].Name}.missing", fault));
        }
        if (errors.Count > 0)
            throw new InvalidInputException(errors);
        var layout = _pass.Plan.Layout;
        Reading = new TableReading
        {
            Encoding = _pass.Plan.Encoding,
            Delimiter = layout.Dialect.HasRuns ? DelimiterWord.Spaces : layout.Dialect.Delimiter.ToString(),
            Quote = layout.Dialect.Quote?.ToString() ?? "",
            Comment = layout.Dialect.Comment ?? "",
            Escape = layout.Dialect.Escape?.ToString() ?? "",
            Decimal = _pass.Plan.Decimal.ToString(),
            HasHeader = layout.HasHeader,
            SkipLines = layout.SkipLines,
            SkipRows = layout.SkipRows,
            Missing = _pass.Plan.Missing,
            MissingAmongNumbers = _pass.Plan.MissingAmongNumbers,
            SkipBad = choices.SkipBad ?? false,
            Target = target,
            Task = task,
            Columns = [.. _columns.Select((column, i) => ReadingOf(column, i == target, said[i], choices, _pass.Plan.FormatOf(i)))],
        };
        Filters =
        [
            .. Enumerable.Range(0, _columns.Count)
                .Where(i => _columns[i].MissingCells > 0 && (i == target || Reading.Columns[i] is { Missing: MissingRule.Drop, Type: not (ColumnType.Ignored or ColumnType.Text) }))
                .Select(i => (i, Reading.Columns[i].Type is ColumnType.Numeric or ColumnType.Date)),
        ];
    }

    private static ColumnReading ReadingOf(ColumnProposal column, bool isTarget, ColumnChoices? said, DatasetChoices choices, ColumnFormat format)
    {
        var isNumbers = column.Type is ColumnType.Numeric or ColumnType.Date;
        var missing = isTarget ? MissingRule.Drop : said?.Missing ?? (isNumbers ? choices.MissingNumbers ?? MissingRule.Mean : choices.MissingCategories ?? MissingRule.Own);
        var (isDate, isNumeric) = (column.Type == ColumnType.Date, column.Type == ColumnType.Numeric);
        return new ColumnReading(
            column.Name, column.Type, missing, column.DateOrder, isDate && column.Dates.HasDate, isDate && column.Dates.HasTime,
            isNumeric ? format.Mark?.ToString() : null, isNumeric ? format.Unit : null, format.AlsoMissing, column.DateNumbers);
    }

    private int GuessTarget()
    {
        var named = Enumerable.Range(0, _columns.Count).Where(i => s_targets.Contains(_columns[i].Name, StringComparer.OrdinalIgnoreCase) && _columns[i].CouldBeTarget()).ToList();
        if (named.Count == 1)
            return named[0];
        var last = Enumerable.Range(0, _columns.Count).LastOrDefault(i => _columns[i].CouldBeTarget(), -1);
        return last >= 0 ? last : _columns.Count - 1;
    }

    private void FindTableFaults(DatasetChoices choices, DatasetLimits limits)
    {
        FindLayoutNotes(choices);
        FindHeaderNotes();
        FindRowFaults(choices, limits);
        FindFilteredRows();
        if (Reading.Task == TableTask.Classification)
            FindRareClasses();
        var width = Width;
        if (width == 0 && _findings.Concat(_columns.SelectMany(column => column.Findings)).All(finding => finding.Level != FindingLevel.Problem))
            Problem("no-features", "Expected a column to learn from beside the target, but all are left out.", _pass.FirstLine);
        else if (width * _pass.Rows > limits.MaxPreparedValues)
        {
            Problem("too-large", string.Create(CultureInfo.InvariantCulture,
                $"Expected at most {limits.MaxPreparedValues:N0} numbers after encoding categories, but {_pass.Rows:N0} rows of {width:N0} are more. Leave out columns with many categories."), _pass.FirstLine);
        }
    }

    private void FindRowFaults(DatasetChoices choices, DatasetLimits limits)
    {
        if (_pass.BadRows > 0 && choices.SkipBad != true)
        {
            Problem("bad-rows", $"{_pass.FirstBadRow!.Reason}{(_pass.BadRows > 1 ? $" {Count(_pass.BadRows, "row")} in all are so: lines {Lines(_pass.BadLines, _pass.BadRows)}." : "")}", _pass.FirstBadRow.Line, _pass.FirstBadRow.Column,
                new Offer($"Skip {Count(_pass.BadRows, "row")}", new DatasetChoices { SkipBad = true }));
        }
        else if (_pass.BadRows > 0)
        {
            Say(FindingLevel.Warning, "bad-rows", $"{Count(_pass.BadRows, "row")} with too many or too few cells {(_pass.BadRows == 1 ? "is" : "are")} skipped: {(_pass.BadRows == 1 ? "line" : "lines")} {Lines(_pass.BadLines, _pass.BadRows)}.", _pass.BadLines[0]);
        }
        if (_pass.FirstLineTooMany is { } line)
        {
            Problem("too-large", _pass.Rows > limits.MaxRows
                ? $"Expected at most {Number(limits.MaxRows)} rows, but the file has {Number(_pass.Rows)}."
                : $"Expected at most {Number(limits.MaxCells)} cells, but {Number(_pass.Rows)} rows of {_columns.Count} are more.", line);
        }
        else if (_pass.Rows < limits.MinRows)
        {
            Problem("too-few-rows", $"Expected at least {limits.MinRows} rows of data, but there {(_pass.Rows == 1 ? "is" : "are")} {_pass.Rows}.", _pass.LastLine);
        }
    }

    private void FindFilteredRows()
    {
        foreach (var (column, rows) in _pass.Filtered.OrderBy(filtered => filtered.Key))
        {
            var name = _columns[column].Name;
            Say(FindingLevel.Warning, column == Reading.Target ? "target-missing" : "dropped",
                $"{Count(rows.Count, "row")} without a value of {(column == Reading.Target ? "the target " : "")}'{name}' {(rows.Count == 1 ? "is" : "are")} skipped: {(rows.Count == 1 ? "line" : "lines")} {Lines(rows.Lines, rows.Count)}.",
                rows.Lines[0], column: name);
        }
    }

    private void FindRareClasses()
    {
        var once = ClassCounts().Where(c => c.Count == 1).Select(c => c.Name).ToList();
        if (once.Count == 0)
            return;
        Say(FindingLevel.Warning, "rare-classes",
            $"{(once.Count == 1 ? "One class of the target has" : $"{Number(once.Count)} classes of the target have")} one sample only, which cannot be learnt and judged by both: {string.Join(", ", once.Take(5).Select(c => $"'{Shown.Cut(c)}'"))}{(once.Count > 5 ? ", …" : "")}.",
            null, column: _columns[Reading.Target].Name);
    }

    private IEnumerable<ClassCount> ClassCounts()
    {
        if (_columns[Reading.Target].Statistics.Distinct is not { } distinct)
            yield break;
        var levels = Levels.Of(distinct);
        foreach (var (level, count) in levels.Take(MostClassesShown))
            yield return new ClassCount(level, (int)Math.Min(int.MaxValue, count));
    }

    private long Width => _columns.Select((column, i) => i == Reading.Target ? 0 : PreparedWidth(column, Reading.Columns[i])).Sum();

    private static long PreparedWidth(ColumnProposal column, ColumnReading reading) => reading.Type switch
    {
        ColumnType.Numeric => 1,
        ColumnType.Date => TableColumn.DateWidth(reading.HasDate, reading.HasTime),
        ColumnType.Categorical when column.Statistics.Distinct is { } distinct =>
            Levels.Of(distinct).Count + (reading.Missing == MissingRule.Own && column.MissingCells > 0 ? 1 : 0),
        _ => 0,
    };

    private ColumnProfile Describe(ColumnProposal column, int index)
    {
        var reading = Reading.Columns[index];
        var statistics = column.Statistics;
        var (minimum, maximum, mean) = ((string?)null, (string?)null, (double?)null);
        IReadOnlyList<ColumnBar> bars = [];
        if (column.Type == ColumnType.Numeric && statistics.Numbers > 0)
        {
            (minimum, maximum, mean) = (ColumnProposal.Number(statistics.Least.Value), ColumnProposal.Number(statistics.Greatest.Value), statistics.Mean);
            bars = Bars(statistics);
        }
        else if (column.Type == ColumnType.Date && reading.HasDate)
        {
            var (_, _, least, greatest) = column.Dates;
            (minimum, maximum) = (ColumnProposal.DateText(least, reading.HasTime), ColumnProposal.DateText(greatest, reading.HasTime));
        }
        else if (column.Type == ColumnType.Categorical && statistics.Distinct is { } distinct)
        {
            bars = [.. Levels.Of(distinct).OrderByDescending(level => level.Count).Take(MostBars).Select(level => new ColumnBar(Shorten(level.Name), level.Count))];
        }
        return new ColumnProfile(
            column.Name, column.Type, index == Reading.Target, column.IsChosen,
            column.Type is ColumnType.Ignored or ColumnType.Text || index == Reading.Target ? null : reading.Missing,
            column.MissingCells, statistics.DistinctCount, statistics.Distinct is null, minimum, maximum, mean, bars,
            [.. _pass.Head.Select(row => row[index]).Where(cell => cell.Length > 0).Distinct(StringComparer.Ordinal).Take(MostExamples).Select(Shorten)], reading.DateOrder,
            reading.Decimal, reading.Unit, reading.AlsoMissing);
    }

    private static ColumnBar[] Bars(ColumnStatistics statistics)
    {
        var (counts, from, to) = statistics.Histogram;
        var width = (to - from) / Math.Max(1, counts.Count);
        return [.. counts.Select((count, i) => new ColumnBar(
            string.Create(CultureInfo.InvariantCulture, $"{from + (i * width):G4} to {from + ((i + 1) * width):G4}"), count))];
    }

    private void Problem(string code, string message, int? line, int? cell = null, Offer? offer = null) =>
        _findings.Add(new Finding(FindingLevel.Problem, code, message, null, line, cell, offer is null ? [] : [offer]));

    private void Say(FindingLevel level, string code, string message, int? line, Offer? offer = null, string? column = null) =>
        _findings.Add(new Finding(level, code, message, column, line, null, offer is null ? [] : [offer]));

    private static string Lines(IReadOnlyList<int> lines, long count) =>
        string.Join(", ", lines.Select(line => line.ToString("N0", CultureInfo.InvariantCulture))) + (count > lines.Count ? ", …" : "");

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Shorten(string cell) => cell.Length <= MostCellCharacters ? cell : cell[..(char.IsHighSurrogate(cell[MostCellCharacters - 1]) ? MostCellCharacters - 1 : MostCellCharacters)] + "…";
}
