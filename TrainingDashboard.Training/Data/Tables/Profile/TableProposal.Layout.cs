using System.Globalization;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables.Profile;

// What there is to say of how the file is written.
internal sealed partial class TableProposal
{
    private void FindLayoutNotes(DatasetChoices choices)
    {
        if (choices.Encoding is null && Reading.Encoding is TextEncoding.Windows1252)
        {
            Say(FindingLevel.Warning, "encoding", "The file is not UTF-8; it is read as Windows-1252.", null,
                new Offer("Read it as Latin-1", new DatasetChoices { Encoding = TextEncoding.Latin1 }));
        }
        if (choices.Decimal is null && Reading.Decimal == ",")
            Say(FindingLevel.Note, "decimal", "The decimal mark is a comma.", null, new Offer("Use a point", new DatasetChoices { Decimal = "." }));
        if (choices.SkipLines is null && Reading.SkipLines > 0 && _pass.Plan.Layout.Attributes is null)
        {
            Say(FindingLevel.Warning, "skipped-lines", $"{(Reading.SkipLines == 1 ? "Line 1 is" : $"Lines 1 to {Reading.SkipLines} are")} not part of the table and skipped: {string.Join(" / ", _pass.Skipped.Take(3).Select(Shown.Cut))}", 1,
                new Offer("Start at line 1", new DatasetChoices { SkipLines = 0 }));
        }
        if (choices.SkipRows is null && _pass.SkippedRows is [var skipped, ..])
        {
            _findings.Add(new Finding(FindingLevel.Warning, "skipped-rows", $"Line {Number(skipped.Line)} below the names is no row like the others and skipped: {Shown.Cut(string.Join(", ", skipped.Cells))}", null, skipped.Line, null,
                [new Offer("Read it as a row", new DatasetChoices { SkipRows = 0 }), new Offer("Take the names from it", new DatasetChoices { SkipRows = 0, SkipLines = skipped.Line - 1 })]));
        }
        if (choices.Escape is null && Reading.Escape.Length > 0)
            Say(FindingLevel.Note, "escape", "Quotes in quoted cells stand behind a backslash.", null, new Offer("Read backslashes as text", new DatasetChoices { Escape = "" }));
        if (_pass.Plan.Layout.Attributes is { } attributes)
            Say(FindingLevel.Note, "attributes", $"The file is in Weka's format (ARFF): the names of the {Number(attributes.Count)} columns are taken from its attributes.", null);
        if (choices.Comment is null && _pass.Plan.Layout.Dialect.Comment is null)
            Say(FindingLevel.Note, "comments", "Lines that begin with # are read as rows.", null, new Offer("Skip them", new DatasetChoices { Comment = "#" }));
        else if (_pass.Comments > 0 && choices.Comment is null)
        {
            Say(FindingLevel.Note, "comments", $"{Count(_pass.Comments, "line")} that begin{(_pass.Comments == 1 ? "s" : "")} with {Reading.Comment} {(_pass.Comments == 1 ? "is" : "are")} skipped.", null,
                new Offer("Read them as rows", new DatasetChoices { Comment = "" }));
        }
        if (_pass.RowsWithMore > 0)
            Say(FindingLevel.Note, "trailing-cells", $"{Count(_pass.RowsWithMore, "row")} end{(_pass.RowsWithMore == 1 ? "s" : "")} in empty cells beyond the last column: left out.", null);
    }

    private void FindHeaderNotes()
    {
        if (_pass.Plan.Layout.HeaderComment is not null)
            Say(FindingLevel.Note, "header-comment", "The names of the columns are taken from the comment before the first row.", null);
        foreach (var (column, before, fault) in _pass.Header.Mended)
        {
            var name = _columns[column].Name;
            Say(FindingLevel.Note, "header", fault switch
            {
                HeaderFault.Empty => string.Create(CultureInfo.InvariantCulture, $"Column {column + 1} has no name: called '{name}'."),
                HeaderFault.Repeated => string.Create(CultureInfo.InvariantCulture, $"Column {column + 1} is named '{Shown.Cut(before)}' like one before: called '{Shown.Cut(name)}'."),
                _ => string.Create(CultureInfo.InvariantCulture, $"Column {column + 1} has a name of {before.Length:N0} characters: cut."),
            }, _pass.Header.Line, column: name);
        }
    }
}
