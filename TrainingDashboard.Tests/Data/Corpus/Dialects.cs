using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Ways to write a table as text, and other containers.</summary>
internal static class Dialects
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(100, 120);
        CorpusColumn[] plain = [Number("width", d.Numbers(0, 9, 2)), Number("height", d.Whole(0, 90)), Category("kind", d.Words("a", "b", "c"))];
        CorpusColumn[] named = [Words("title", d.Sentences()), .. plain];
        CorpusTable Plain(string name, CorpusDialect dialect, params (string, string?)[] told) => new(name) { Columns = plain, Dialect = dialect, Target = "kind", Told = told };
        yield return Plain("old Mac: CR alone", new() { LineEnd = "\r" });
        yield return Plain("no end of the last line", new() { EndsWithLineEnd = false });
        yield return Plain("tabs", new() { Delimiter = "\t" });
        yield return Plain("spaces around everything", new() { Delimiter = " , " });
        yield return Plain("comments with # above", new() { Before = "# made by a program\n# on a Monday, at noon\n" }, ("comments", null));
        yield return Plain("comments with % above", new() { Before = "% made by a program\n% on a Monday, at noon\n" }, ("comments", null));
        yield return Plain("comments with // above", new() { Before = "// made by a program\n// on a Monday, at noon\n" }, ("comments", null));
        yield return Plain("everything quoted", new() { QuotesAll = true, Delimiter = ";" });
        yield return Plain("DOS's end of file", new() { LineEnd = "\r\n", After = "\u001A" });
        yield return new("mixed ends of lines")
        {
            Columns = plain,
            Content = Encoding.UTF8.GetBytes("width,height,kind\r\n" + string.Concat(Enumerable.Range(0, 120).Select(i => string.Join(',', plain.Select(column => column.Cells[i])) + (i % 3 == 0 ? "\r\n" : i % 3 == 1 ? "\n" : "\r")))),
            Target = "kind",
        };
        yield return new("single quotes around texts with commas")
        {
            Columns = [Words("title", d.Each(i => $"a {i}, b {i * 3}")), .. plain],
            Dialect = new() { Quote = "'", QuotesTexts = true },
            Target = "kind",
            Told = [("text", "title")],
        };
        yield return new("quotes within quotes behind backslashes")
        {
            Columns = [Words("title", d.Each(i => $"\"the \\\"best\\\", {i}\"")), .. plain],
            Dialect = new() { Quote = "" },
            Target = "kind",
            Told = [("text", "title"), ("escape", null)],
        };
        yield return new("inches: a quote within a cell, none around")
        {
            Columns = [Category("screen", d.Words("5\"", "6.1\"", "7\"")), .. plain],
            Dialect = new() { Quote = "" },
            Target = "kind",
        };
        yield return new("a cell that begins with a quote, none is closed")
        {
            Columns = [Words("note", d.Each(i => i % 40 == 7 ? $"\"so they say {i}" : $"note {i}")), .. plain],
            Dialect = new() { Quote = "", Delimiter = "\t" },
            Target = "kind",
            Choices = ["Read quotes as text"],
            ToldFirst = [("refused", null)],
            Told = [("text", "note")],
        };
        yield return new("commas in texts without quotes: some rows have a cell too many")
        {
            Columns = plain,
            Content = Encoding.UTF8.GetBytes("width,height,kind\n" + string.Concat(Enumerable.Range(0, 120).Select(i => string.Join(',', plain.Select(column => column.Cells[i])) + "\n" + (i % 50 == 7 ? "1.5,2,a, or b\n" : "")))),
            Target = "kind",
            ToldFirst = [("bad-rows", null)],
            Choices = ["Skip 3 rows"],
            Told = [("bad-rows", null)],
        };
        yield return new("gzip")
        {
            FileName = "table.csv.gz",
            Columns = named,
            Content = Images.IdxBytes.Gzip(new CorpusDialect().Write(named)),
            Target = "kind",
            Told = [("text", "title")],
        };
        yield return new("ARFF: names and types above the rows")
        {
            FileName = "weather.arff",
            Columns = plain,
            Dialect = new() { HasHeader = false, Before = "% weather\n@relation 'the weather'\n\n@attribute width numeric\n@attribute 'height' real\n@attribute kind {a,b,c}\n\n@data\n" },
            Target = "kind",
            Told = [("attributes", null)],
        };
        yield return new("a header that begins with #")
        {
            Columns = [Number("width", d.Numbers(0, 9, 2)).Headed("#width"), .. plain[1..]],
            Target = "kind",
            Told = [("header-comment", null)],
        };
        yield return new("fixed widths with headings over several spaces")
        {
            Columns = plain,
            Dialect = new() { Delimiter = "  ", Width = 10 },
            Target = "kind",
        };
        yield return new("LibSVM's neighbour: labels, tabs and colons in times")
        {
            Columns = [Category("kind", d.Words("a", "b")), Date("clock", "HH:mm", d.Each(i => DateTime.UnixEpoch.AddMinutes(i * 11))), Number("v", d.Numbers(0, 9, 3))],
            Dialect = new() { Delimiter = "\t" },
            Target = "v",
            Task = TableTask.Regression,
            Told = [("dates", "clock")],
        };
        yield return new("tables of two columns")
        {
            Columns = [Number("YearsExperience", d.Numbers(1, 11)), Number("Salary", d.Whole(37_000, 122_000))],
            Target = "Salary",
            Task = TableTask.Regression,
        };
    }
}
