using System.Globalization;
using TrainingDashboard.Tests.Trainers;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Tables in the shapes that people have are taken in as meant, or refused with a sentence.</summary>
public sealed class CorpusTests : CatalogFixture
{
    private const int MostChoices = 2;

    public static TheoryData<string> Names => [.. Tables.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Table_IsTakenInAsMeant(string name)
    {
        var table = Tables.All.Single(table => table.Name == name);
        if (table.Refusal is null)
            await TakeInAsync(table);
        else
            await RefuseAsync(table);
    }

    [Fact]
    public async Task Corpus_AfterAtMostTwoChoices_IsTakenInAsMeantButForThreePercent()
    {
        var (sound, faults) = (0, new List<string>());
        var tables = Tables.All.Where(table => table.Refusal is null).ToList();
        foreach (var table in tables)
        {
            try
            {
                Assert.True(table.Choices.Count <= MostChoices);
                await TakeInAsync(table);
                sound++;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                faults.Add($"{table.Name}: {e.Message}");
            }
        }
        Assert.True(tables.Count >= 80, $"{tables.Count} tables");
        Assert.True(sound >= 0.97 * tables.Count, $"{sound} of {tables.Count}; not: {string.Join('\n', faults)}");
    }

    private async Task TakeInAsync(CorpusTable table)
    {
        using var draft = Catalog.Receive();
        await draft.ReceiveAsync(Upload(table.Bytes, table.FileName), null, default);
        var (choices, profile, findings) = await ChooseAsync(draft, table);
        Assert.True(profile is { IsReady: true }, $"Problems: {string.Join(" / ", findings.Where(finding => finding.Level == FindingLevel.Problem).Select(Show))}");

        var info = await Catalog.AddAsync(draft, table.Name, choices, default);
        var dataset = Assert.IsType<TableDataset>(await Catalog.LoadAsync(info.Name, default));
        Assert.Equal(table.Columns.Select(column => (column.Name, column.Type)), dataset.Columns.Select(column => (column.Name, column.Type)));
        Assert.Equal((table.Rows ?? table.Columns[0].Cells.Length, table.Target, table.Task), (dataset.RowCount, dataset.Target.Name, dataset.Task));
        foreach (var (meant, read) in table.Columns.Zip(dataset.Columns))
            AssertValues(table, meant, read);
        foreach (var (code, column) in table.Told)
            Assert.True(findings.Any(finding => finding.Code == code && finding.Column == column), $"Expected to be told '{code}' of {column ?? "the table"}, but it was: {string.Join(" / ", findings.Select(Show))}");
        AssertNothingInSilence(table, profile!, findings);
        AssertTrains(dataset);
        await Catalog.RemoveAsync(info.Name, default);
    }

    private static async Task<(DatasetChoices Choices, DatasetProfile? Profile, IReadOnlyList<Finding> Findings)> ChooseAsync(DatasetDraft draft, CorpusTable table)
    {
        var choices = DatasetChoices.None;
        var (profile, findings) = await ExamineAsync(draft, choices);
        foreach (var (code, column) in table.ToldFirst)
            Assert.True(findings.Any(finding => finding.Code == code && finding.Column == column), $"Expected to be told '{code}' of {column ?? "the table"} at first, but it was: {string.Join(" / ", findings.Select(Show))}");
        foreach (var choice in table.Choices)
        {
            var own = choice.Own;
            if (choice.Offer is { } label)
                own = findings.SelectMany(finding => finding.Offers).FirstOrDefault(offer => offer.Label == label)?.Choices;
            Assert.True(own is not null, $"Expected the offer '{choice.Offer}', but there are: {string.Join(" / ", findings.Select(Show))}");
            choices = own!.Over(choices);
            (profile, findings) = await ExamineAsync(draft, choices);
        }
        return (choices, profile, findings);
    }

    // A refusal counts as the one finding that there is.
    private static async Task<(DatasetProfile? Profile, IReadOnlyList<Finding> Findings)> ExamineAsync(DatasetDraft draft, DatasetChoices choices)
    {
        try
        {
            var profile = await draft.ExamineAsync(choices, default);
            return (profile, profile.Findings);
        }
        catch (DatasetFormatException e)
        {
            return (null, [new Finding(FindingLevel.Problem, "refused", e.Message, null, e.Line, e.Column, e.Offers)]);
        }
    }

    private async Task RefuseAsync(CorpusTable table)
    {
        using var draft = Catalog.Receive();
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await draft.ReceiveAsync(Upload(table.Bytes, table.FileName), null, default);
            await Catalog.AddAsync(draft, table.Name, table.Choices.Count > 0 ? table.Choices[0].Own : null, default);
        });
        Assert.True(fault is DatasetFormatException or InvalidInputException, fault.ToString());
        Assert.Contains(table.Refusal!, fault is InvalidInputException input ? input.Errors[0].Message : fault.Message, StringComparison.Ordinal);
        draft.Dispose();
        Assert.Empty(Stored());
    }

    private static void AssertValues(CorpusTable table, CorpusColumn meant, TableColumn read)
    {
        if (meant.Type is ColumnType.Numeric or ColumnType.Date)
        {
            var expected = Kept(table, meant.Numbers);
            for (var row = 0; row < expected.Count; row++)
            {
                Assert.True(
                    double.IsNaN(expected[row]) ? double.IsNaN(read.Numbers[row]) : Math.Abs(expected[row] - read.Numbers[row]) <= 1e-9 * Math.Max(1, Math.Abs(expected[row])),
                    $"Row {row + 1} of '{meant.Name}': expected {expected[row]:R}, got {read.Numbers[row]:R}.");
            }
        }
        else if (meant.Type == ColumnType.Categorical)
        {
            Assert.Equal(Kept(table, meant.Categories), read.Codes.Select(code => code == TableColumn.MissingCode ? null : read.Levels[code]));
        }
    }

    // Rows without a target are passed over.
    private static List<T> Kept<T>(CorpusTable table, T[] values)
    {
        var target = table.Columns.Single(column => column.Name == table.Target);
        return [.. values.Where((_, row) => target.Type == ColumnType.Categorical ? target.Categories[row] is not null : !double.IsNaN(target.Numbers[row]))];
    }

    /// <summary>What is left out, passed over, or read otherwise than it is written has a finding, whatever the table's own description asks for.</summary>
    private static void AssertNothingInSilence(CorpusTable table, DatasetProfile profile, IReadOnlyList<Finding> findings)
    {
        var told = findings.Where(finding => finding.Column is not null).Select(finding => finding.Column!).ToHashSet();
        foreach (var column in profile.Table!.Columns.Where(column => column.Type is ColumnType.Ignored or ColumnType.Text && !column.IsChosen))
            Assert.True(told.Contains(column.Name), $"'{column.Name}' was left out and nobody was told.");
        Assert.True(profile.Table.RowsPassedOver == 0 || findings.Any(finding => finding.Code is "bad-rows" or "target-missing" or "dropped"), "Rows were passed over and nobody was told.");
        var written = table.Columns.Zip(profile.Table.Columns).Where(pair => pair.Second.Type is ColumnType.Numeric or ColumnType.Categorical);
        foreach (var (column, _) in written.Where(pair => table.Content is null && IsReadOtherwise(table, pair.First)))
            Assert.True(told.Contains(column.Name) || findings.Any(finding => finding.Code == "decimal"), $"'{column.Name}' is read otherwise than it is written and nobody was told.");
    }

    // What stands in rows without a target only is passed over with them.
    private static bool IsReadOtherwise(CorpusTable table, CorpusColumn column)
    {
        var cells = Kept(table, column.Cells);
        if (column.Type == ColumnType.Numeric)
            return cells.Any(cell => cell.Trim().Length > 0 && !double.TryParse(cell.Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        return cells.Zip(Kept(table, column.Categories)).Any(pair => pair.First.Length > 0 && pair.Second is null);
    }

    private static void AssertTrains(TableDataset dataset)
    {
        var run = Runs.Run(new MlpTrainer(), dataset, epochs: 1, threads: 1);
        Assert.NotEmpty(run.Steps);
        Assert.All(run.Steps.Values, step => Assert.True(double.IsFinite(step.Loss), "The loss is not finite."));
    }

    private static string Show(Finding finding) =>
        $"{finding.Level} {finding.Code} [{finding.Column}] {finding.Message} {string.Join(' ', finding.Offers.Select(offer => $"<{offer.Label}>"))}";
}
