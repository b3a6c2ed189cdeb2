using System.Globalization;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>What pandas, R, NumPy, databases and shops write.</summary>
internal static class ProgramExports
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(60, 150);
        CorpusColumn[] plain = [Number("x", d.Numbers(0, 9, 3)), Number("y", d.Whole(-5, 90)), Category("group", d.Words("a", "b", "c"))];
        yield return new("pandas: the index without a name")
        {
            Columns = [Ignored("column 1", d.Each(i => $"{i}")).Headed(""), .. plain],
            Target = "group",
            Told = [("header", "column 1"), ("index", "column 1")],
        };
        yield return new("pandas: an index saved twice")
        {
            Columns = [Ignored("Unnamed: 0.1", d.Each(i => $"{i}")), Ignored("Unnamed: 0", d.Each(i => $"{i}")), .. plain],
            Target = "group",
            Told = [("index", "Unnamed: 0.1"), ("index", "Unnamed: 0")],
        };
        yield return new("pandas: nan, True and False, floats of whole numbers, time zones")
        {
            Columns =
            [
                Number("age", d.Whole(18, 80)).Write(cell => cell + ".0").Missing("nan", 11, 3), Category("active", d.Words("True", "False")), Date("created_at", "yyyy-MM-dd HH:mm:ss'+00:00'", d.Each(i => new DateTime(2023, 1, 1).AddHours(i * 13))),
                Category("segment", d.Words("new", "old")).Missing("", 30, 5),
            ],
            Target = "segment",
            Rows = 145,
            Told = [("missing-words", "age"), ("dates", "created_at"), ("target-missing", "segment")],
        };
        yield return new("R, write.csv: row names, quotes, NA")
        {
            Columns = [Ignored("column 1", d.Each(i => $"{i + 1}")).Headed("").Write(cell => $"\"{cell}\""), Number("Sepal.Length", d.Numbers(4, 8)).Missing("NA", 30, 3), Category("Species", d.Words("setosa", "virginica"))],
            Dialect = new() { Quote = "" },
            Target = "Species",
            Told = [("index", "column 1"), ("missing-words", "Sepal.Length")],
        };
        yield return new("R, write.table: spaces, row names that the header lacks")
        {
            Columns = RColumns(),
            Content = RTable(),
            Target = "len",
            Task = TableTask.Regression,
            Choices = [new DatasetChoices { Target = "len" }],
            Told = [("index", "column 1")],
        };
        yield return new("NumPy, savetxt: exponents, names in a comment")
        {
            Columns = [Number("time", d.Whole(1, 900)).Write(Exponent), Number("signal", d.Whole(-90, 90)).Write(Exponent), Number("noise", d.Numbers(0, 1, 3)).Write(Exponent)],
            Dialect = new() { HasHeader = false, Delimiter = " ", Before = "# time signal noise\n" },
            Target = "noise",
            Task = TableTask.Regression,
            Told = [("header-comment", null)],
        };
        yield return new("MySQL, INTO OUTFILE: tabs, \\N, no header")
        {
            Columns = [Ignored("column 1", d.Each(i => $"{i + 1}")), Category("column 2", d.Words("open", "closed")), Number("column 3", d.Numbers(1, 99, 2), 2).Missing("\\N", 12, 5), Category("column 4", d.Words("eu", "us")).Missing("\\N", 15, 8), Number("column 5", d.Whole(0, 1_000))],
            Dialect = new() { HasHeader = false, Delimiter = "\t" },
            Target = "column 5",
            Task = TableTask.Regression,
            Told = [("index", "column 1"), ("missing-words", "column 3"), ("missing-words", "column 4")],
        };
        yield return new("PostgreSQL, psql: pipes, a line of dashes, a count below")
        {
            Columns = plain,
            Content = Psql(plain),
            Target = "group",
            ToldFirst = [("bad-rows", null)],
            Choices = ["Skip 2 rows"],
        };
        yield return new("SQL Server: pipes, NULL, ids in the name's own style")
        {
            Columns = [Words("CustomerID", d.Codes("", 5)), Words("Order-Nr", d.Codes("", 7)), Number("Amount", d.Numbers(1, 900, 2)).Missing("NULL", 14, 2), Category("Status", d.Words("paid", "due"))],
            Dialect = new() { Delimiter = "|" },
            Target = "Status",
            Told = [("id", "CustomerID"), ("id", "Order-Nr"), ("missing-words", "Amount")],
        };
        yield return new("a pipe at the end of each line")
        {
            Columns = [.. plain, Ignored("column 4", d.Each(_ => "")).Headed("")],
            Dialect = new() { Delimiter = "|" },
            Target = "group",
            Told = [("empty", "column 4")],
        };
        yield return new("a delimiter at the end of each row but not of the header")
        {
            Columns = plain,
            Content = System.Text.Encoding.UTF8.GetBytes("x;y;group\n" + string.Concat(Enumerable.Range(0, 150).Select(i => string.Join(';', plain.Select(column => column.Cells[i])) + ";\n"))),
            Dialect = new() { Delimiter = ";" },
            Target = "group",
            Told = [("trailing-cells", null)],
        };
        yield return OnlineRetail();
        yield return new("MATLAB: NaN and Inf")
        {
            Columns = [Number("v", d.Numbers(-2, 2, 4)).Missing("NaN", 20, 3), Number("gain", d.Numbers(1, 30, 2)).Missing("Inf", 75, 9), Category("state", d.Words("0", "1"))],
            Target = "state",
            ToldFirst = [("stray", "gain")],
            Choices = ["Treat 'Inf' as missing"],
            Told = [("missing-words", "v"), ("missing-words", "gain")],
        };
        yield return new("a shop's products: lists and JSON in cells")
        {
            Columns = [Words("sku", d.Codes("SKU-", 6)), Words("tags", d.Each(i => $"[\"t{i % 7}\", \"u{i}\"]")), Number("price", d.Numbers(1, 80, 2)), Number("stock", d.Whole(0, 60)), Category("category", d.Words("toys", "books", "garden"))],
            Target = "category",
            Told = [("text", "sku"), ("text", "tags")],
        };
        yield return new("a Kaggle competition: id, f_00 to f_07, target")
        {
            Columns = [Ignored("id", d.Each(i => $"{i}")), .. Enumerable.Range(0, 8).Select(i => Number($"f_{i:00}", new Draws(61 + i, 150).Numbers(-3, 3, 6))), Category("target", d.Words("0", "1"))],
            Target = "target",
            Told = [("index", "id")],
        };
        yield return new("hashes and UUIDs")
        {
            Columns = [Words("uuid", d.Each(i => new Guid(i, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8]).ToString())), Words("checksum", d.Each(i => (i * 2_654_435_761L).ToString("x16", CultureInfo.InvariantCulture))), Number("size", d.Whole(100, 9_000)), Category("kind", d.Words("a", "b"))],
            Target = "kind",
            Told = [("text", "uuid"), ("text", "checksum")],
        };
    }

    private static CorpusTable OnlineRetail()
    {
        var d = new Draws(62, 800);
        return new("online retail: cancelled invoices with a C, month first, customers missing")
        {
            FileName = "online_retail.csv",
            Columns =
            [
                Words("InvoiceNo", d.Each(i => $"{(i % 40 == 13 ? "C" : "")}{536_365 + (i / 3)}")), Words("StockCode", d.Each(i => $"{71_053 + (i * 37 % 550)}{(i % 3 == 0 ? "B" : "")}")), Words("Description", d.Each(i => $"WHITE THING NO. {i * 37 % 550}, LARGE")),
                Number("Quantity", d.Whole(-12, 96)), Date("InvoiceDate", "M/d/yyyy H:mm", d.Each(i => new DateTime(2010, 12, 1, 8, 26, 0).AddHours(i * 9))), Number("UnitPrice", d.Numbers(0.2, 18, 2)), Category("Country", d.Mostly(0.9, "United Kingdom", "France", "EIRE")),
            ],
            Target = "UnitPrice",
            Task = TableTask.Regression,
            Choices = [new DatasetChoices { Target = "UnitPrice" }],
            Told = [("id", "InvoiceNo"), ("text", "StockCode"), ("text", "Description"), ("dates", "InvoiceDate")],
        };
    }

    private static CorpusColumn[] RColumns()
    {
        var d = new Draws(63, 60);
        return [Ignored("column 1", d.Each(i => $"\"{i + 1}\"")), Number("len", d.Numbers(4, 34)), Category("supp", d.Words("VC", "OJ")), Number("dose", d.Each(i => i % 3 * 0.5))];
    }

    private static byte[] RTable()
    {
        var columns = RColumns();
        return System.Text.Encoding.UTF8.GetBytes("\"len\" \"supp\" \"dose\"\n" + string.Concat(Enumerable.Range(0, 60).Select(i => string.Join(' ', columns.Select((column, c) => c == 2 ? $"\"{column.Cells[i]}\"" : column.Cells[i])) + "\n")));
    }

    private static byte[] Psql(CorpusColumn[] columns) => System.Text.Encoding.UTF8.GetBytes(
        "   x   | y  | group \n-------+----+-------\n" + string.Concat(Enumerable.Range(0, 150).Select(i => string.Join(" | ", columns.Select(column => column.Cells[i].PadLeft(5))) + "\n")) + "(150 rows)\n\n");

    private static string Exponent(string cell) => double.Parse(cell, CultureInfo.InvariantCulture).ToString("0.000000000000000000e+00", CultureInfo.InvariantCulture);
}
