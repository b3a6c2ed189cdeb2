using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Tables that are odd in what they hold.</summary>
internal static class Shapes
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(90, 300);
        yield return new("sparse: mostly empty")
        {
            Target = "kind",
            Columns = Sparse(),
            Told = [("mostly-missing", "rare"), ("mostly-missing", "flag")],
        };
        yield return new("ordered words")
        {
            Columns = [Category("size", d.Words("XS", "S", "M", "L", "XL")), Category("level", d.Words("low", "medium", "high")), Number("n", d.Whole(1, 90)), Category("grade", d.Words("A+", "A", "B", "C"))],
            Target = "grade",
        };
        yield return new("ratings 1 to 10 to be predicted as a number")
        {
            Target = "rating",
            Columns = [Number("length", d.Whole(60, 180)), Category("genre", d.Words("drama", "comedy", "horror")), Number("rating", d.Whole(1, 10))],
            Task = TableTask.Regression,
            ToldFirst = [("task", "rating")],
            Choices = ["Predict it as a number"],
        };
        yield return new("one sample in a thousand is a fraud")
        {
            Columns = [.. Enumerable.Range(1, 6).Select(i => Number($"V{i}", new Draws(i, 2_000).Numbers(-3, 3, 6))), Number("Amount", new Draws(91, 2_000).Skewed(0, 25_000)), Category("Class", new Draws(92, 2_000).Each(i => i is 700 or 1_400 ? "1" : "0"))],
            Target = "Class",
            Told = [("task", "Class")],
        };
        yield return new("classes of one sample")
        {
            Columns = [Number("a", d.Numbers(0, 9, 2)), Number("b", d.Numbers(0, 9, 2)), Category("species", d.Each(i => i switch { 10 => "rare one", 200 => "another", _ => i % 2 == 0 ? "fox" : "owl" }))],
            Target = "species",
            Told = [("rare-classes", "species")],
        };
        yield return new("a constant column, and one with a single value and gaps")
        {
            Columns = [Ignored("EmployeeCount", d.Each(_ => "1")), Ignored("Over18", d.Each(_ => "Y")), Number("Age", d.Whole(18, 60)), Ignored("version", d.Each(i => i % 9 == 0 ? "" : "2.5")), Category("Attrition", d.Words("Yes", "No"))],
            Target = "Attrition",
            Told = [("constant", "EmployeeCount"), ("constant", "Over18"), ("constant", "version")],
        };
        yield return new("names that come twice, names that are empty")
        {
            Columns = [Number("x", d.Whole(1, 90)), Number("x (2)", d.Numbers(0, 9, 2)).Headed("x"), Number("column 3", d.Numbers(0, 9, 2)).Headed(""), Category("y", d.Words("a", "b"))],
            Target = "y",
            Told = [("header", "x (2)"), ("header", "column 3")],
        };
        yield return new("500 columns")
        {
            Columns = [.. Enumerable.Range(0, 499).Select(i => Number($"gene_{i}", new Draws(i, 40).Numbers(0, 15, 3))), Category("tumour", new Draws(93, 40).Words("ALL", "AML"))],
            Target = "tumour",
        };
        yield return new("pixels: label, then 64 of them")
        {
            Columns = [Category("label", d.Words([.. Enumerable.Range(0, 10).Select(i => $"{i}")])), .. Enumerable.Range(0, 64).Select(i => Number($"pixel{i}", new Draws(i, 300).Whole(0, 255)))],
            Target = "label",
            Told = [("task", "label")],
        };
        yield return new("reviews: cells with line feeds and quotes")
        {
            Columns = [Words("review", d.Each(i => $"It said \"buy {i}\",\nso I did.\r\n\r\nThen, it broke; {i} stars")), Number("words", d.Whole(3, 500)), Category("sentiment", d.Words("positive", "negative"))],
            Target = "sentiment",
            Told = [("text", "review")],
        };
        yield return new("very long cells")
        {
            Columns = [Words("abstract", d.Each(i => string.Concat(Enumerable.Repeat($"sentence {i}, ", 500)))), Number("cited", d.Whole(0, 90)), Category("field", d.Words("biology", "physics"))],
            Target = "field",
            Told = [("text", "abstract")],
        };
        yield return new("a target in the middle, called label")
        {
            Columns = [Number("a", d.Numbers(0, 9, 2)), Category("label", d.Words("x", "y")), Number("b", d.Numbers(0, 9, 2))],
            Target = "label",
        };
        yield return new("row numbers sorted by class")
        {
            Columns = [Ignored("id", d.Each(i => $"{i}")), Number("a", d.Numbers(0, 9, 2)), Number("b", d.Numbers(0, 9, 2)), Category("kind", d.Each(i => i < 100 ? "a" : i < 200 ? "b" : "c"))],
            Target = "kind",
            Told = [("index", "id")],
        };
        yield return new("telephone numbers and coordinates")
        {
            Columns = [Words("phone", d.Each(i => $"+1 (555) {100 + i}-{1_000 + (i * 17)}")), Number("lat", d.Numbers(-90, 90, 6)), Number("lon", d.Numbers(-180, 180, 6)), Number("price", d.Whole(10, 900))],
            Target = "price",
            Task = TableTask.Regression,
            Told = [("text", "phone")],
        };
        yield return new("the last column is an id")
        {
            Columns = [Number("a", d.Numbers(0, 9, 2)), Number("b", d.Numbers(0, 9, 2)), Category("kind", d.Words("x", "y", "z")), Words("record_id", d.Codes("", 8))],
            Target = "kind",
            Told = [("id", "record_id")],
        };
        yield return new("the last column is a date")
        {
            Columns = [Number("a", d.Numbers(0, 9, 2)), Category("kind", d.Words("x", "y", "z")), Date("updated", "yyyy-MM-dd", d.Each(i => new DateTime(2020, 1, 1).AddDays(i % 90)))],
            Target = "kind",
            Told = [("dates", "updated")],
        };
        yield return new("a few words for missing in each column")
        {
            Columns =
            [
                Number("a", d.Numbers(1, 9, 2)).Missing("-", 20, 3).Missing("n.a.", 20, 9), Number("b", d.Numbers(1, 9, 2)).Missing("missing", 30, 4), Number("c", d.Numbers(1, 9, 2)).Missing("None", 30, 5), Number("d", d.Numbers(1, 9, 2)).Missing(".", 30, 6),
                Category("kind", d.Words("x", "y")),
            ],
            Target = "kind",
            Told = [("missing-words", "a"), ("missing-words", "b"), ("missing-words", "c"), ("missing-words", "d")],
        };
        yield return new("-1 for missing in one column, a true value in another")
        {
            Columns = [Number("days_since", d.Whole(100, 400)).Missing("-1", 4), Number("change", d.Whole(-3, 3)), Category("kind", d.Words("x", "y"))],
            Target = "kind",
            ToldFirst = [("sentinel", "days_since")],
            Choices = ["Treat -1 as missing in this column"],
            Told = [("missing-words", "days_since")],
        };
    }

    private static CorpusColumn[] Sparse()
    {
        var d = new Draws(94, 300);
        var rare = Number("rare", d.Numbers(0, 9, 2));
        var flag = Category("flag", d.Words("x", "y"));
        for (var i = 0; i < 25; i++)
            (rare, flag) = (i is 3 or 4 ? rare : rare.Missing("", 25, i), i is 5 or 6 ? flag : flag.Missing("", 25, i));
        return [Number("a", d.Numbers(0, 9, 2)), rare, flag, Category("kind", d.Words("p", "q"))];
    }
}
