using System.Globalization;
using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>What spreadsheets write, and what people put around their tables there.</summary>
internal static class SpreadsheetTables
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(40, 120);
        CorpusColumn[] plain = [Category("region", d.Words("north", "south", "east")), Number("units", d.Whole(1, 400)), Number("price", d.Numbers(0.5, 90, 2)), Category("sold", d.Words("yes", "no"))];
        CorpusColumn[] german = [Category("Größe", d.Words("groß", "klein", "übergroß")), Number("Preis", d.Numbers(0.5, 90, 2)).Write(ClassicMeasurements.Comma), Category("Käufer", d.Words("Müller", "Weiß", "Jäger"))];
        yield return new("Excel: sep=; in the first line")
        {
            Columns = plain,
            Dialect = new() { Delimiter = ";", LineEnd = "\r\n", Before = "sep=;\r\n" },
            Target = "sold",
            Told = [("skipped-lines", null)],
        };
        yield return new("Excel: UTF-8 with a byte order mark, German")
        {
            Columns = german,
            Dialect = new() { Delimiter = ";", LineEnd = "\r\n", Encoding = new UTF8Encoding(true) },
            Target = "Käufer",
            Told = [("decimal", null)],
        };
        yield return new("Excel: Unicode text, UTF-16 with tabs")
        {
            Columns = german,
            Dialect = new() { Delimiter = "\t", LineEnd = "\r\n", Encoding = Encoding.Unicode },
            Target = "Käufer",
            Told = [("decimal", null)],
        };
        yield return new("Excel: Windows-1252, German")
        {
            Columns = german,
            Dialect = new() { Delimiter = ";", LineEnd = "\r\n", Encoding = CodePagesEncodingProvider.Instance.GetEncoding(1252)! },
            Target = "Käufer",
            Told = [("decimal", null), ("encoding", null)],
        };
        yield return new("Excel: #N/A and #DIV/0! among numbers")
        {
            Columns = [Number("revenue", d.Numbers(100, 900, 2)).Missing("#N/A", 17, 4), Number("margin", d.Numbers(0, 1, 3)).Missing("#DIV/0!", 19, 5), Number("growth", d.Numbers(-1, 1, 3)).Missing("#VALUE!", 23, 6), Category("rating", d.Words("A", "B", "C"))],
            Target = "rating",
            Told = [("missing-words", "revenue"), ("missing-words", "margin"), ("missing-words", "growth")],
        };
        yield return new("a title and an empty line above the names")
        {
            Columns = plain,
            Dialect = new() { Before = "Sales report 2023\nCreated by Finance, all rights reserved\n\n" },
            Target = "sold",
            Told = [("skipped-lines", null)],
        };
        yield return new("a title filled up with commas above the names")
        {
            Columns = plain,
            Dialect = new() { Before = "Sales report 2023,,,\n,,,\n" },
            Target = "sold",
            Told = [("skipped-lines", null)],
        };
        yield return Totals(plain);
        CorpusColumn[] measured = [Number("distance", d.Numbers(1, 90)), Number("time", d.Numbers(0.1, 4, 2)), Number("fuel", d.Numbers(2, 20, 2))];
        yield return new("a line of units below the names")
        {
            Columns = measured,
            Content = WithLineBelowHeader(measured, "km,h,l"),
            Target = "fuel",
            Task = TableTask.Regression,
            Told = [("skipped-rows", null)],
        };
        yield return new("an empty column in the middle, and one that the names lack")
        {
            Columns = [Number("a", d.Whole(1, 99)), Ignored("column 2", d.Each(_ => "")).Headed(""), Number("b", d.Numbers(1, 9, 2)), Category("kind", d.Words("x", "y"))],
            Target = "kind",
            Told = [("header", "column 2"), ("empty", "column 2")],
        };
        yield return new("empty rows between groups, written as commas")
        {
            Columns = plain,
            Content = WithEmptyRows(plain),
            Target = "sold",
            Told = [("target-missing", "sold")],
        };
        yield return new("checkboxes: TRUE and FALSE")
        {
            Columns = [Number("score", d.Whole(0, 50)), Category("member", d.Words("TRUE", "FALSE")), Category("churned", d.Mostly(0.8, "FALSE", "TRUE"))],
            Target = "churned",
        };
        yield return new("a survey: sentences as names, five words as answers")
        {
            Columns =
            [
                Date("Timestamp", "M/d/yyyy H:mm:ss", d.Each(i => new DateTime(2023, 5, 2, 8, 0, 0).AddHours(i * 7))), Category("How satisfied are you, all in all?", d.Words("Very satisfied", "Satisfied", "Neither", "Dissatisfied")),
                Number("On a scale from 1 to 10, how likely are you to recommend us?", d.Whole(1, 10)), Words("Anything else?", d.Sentences()).Missing("", 3), Category("Would you buy again?", d.Words("Yes", "No", "Maybe")),
            ],
            Target = "Would you buy again?",
            Told = [("dates", "Timestamp"), ("text", "Anything else?")],
        };
        yield return new("a wide table of years to be learnt from")
        {
            Columns = [Category("country", d.Words([.. Enumerable.Range(0, 15).Select(i => $"land {i}")])), .. Enumerable.Range(2000, 12).Select(year => Number(year.ToString(CultureInfo.InvariantCulture), new Draws(year, 120).Numbers(1, 900, 1)))],
            Target = "2011",
            Task = TableTask.Regression,
        };
    }

    private static CorpusTable Totals(CorpusColumn[] plain) => new("a row of totals below")
    {
        Columns = plain,
        Dialect = new() { After = "\nTotal,23000,\n" },
        Target = "sold",
        // the row of totals lacks a cell
        Choices = ["Skip 1 row"],
        ToldFirst = [("bad-rows", null)],
        Told = [("bad-rows", null)],
    };

    private static byte[] WithLineBelowHeader(CorpusColumn[] columns, string line)
    {
        var text = Encoding.UTF8.GetString(new CorpusDialect().Write(columns));
        var end = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        return Encoding.UTF8.GetBytes(text[..end] + line + "\n" + text[end..]);
    }

    private static byte[] WithEmptyRows(CorpusColumn[] columns)
    {
        var lines = Encoding.UTF8.GetString(new CorpusDialect().Write(columns)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select((line, i) => i % 20 == 19 ? $"{line}\n,,,\n" : $"{line}\n")));
    }
}
