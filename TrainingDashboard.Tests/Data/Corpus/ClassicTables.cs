using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Shapes of well-known tables to learn classes from.</summary>
internal static class ClassicTables
{
    private static readonly CorpusDialect s_noHeader = new() { HasHeader = false };

    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(1, 150);
        yield return new("iris")
        {
            Columns = [Number("sepal_length", d.Numbers(4.3, 7.9)), Number("sepal_width", d.Numbers(2, 4.4)), Number("petal_length", d.Numbers(1, 6.9)), Number("petal_width", d.Numbers(0.1, 2.5)), Category("species", d.Words("setosa", "versicolor", "virginica"))],
            Target = "species",
        };
        yield return new("iris.data: no header, blank lines at the end")
        {
            FileName = "iris.data",
            Columns = [Number("column 1", d.Numbers(4.3, 7.9)), Number("column 2", d.Numbers(2, 4.4)), Number("column 3", d.Numbers(1, 6.9)), Number("column 4", d.Numbers(0.1, 2.5)), Category("column 5", d.Words("Iris-setosa", "Iris-versicolor", "Iris-virginica"))],
            Dialect = s_noHeader with { After = "\n\n" },
            Target = "column 5",
        };
        yield return new("wine: class first, no header")
        {
            FileName = "wine.data",
            Columns = [Category("column 1", d.Words("1", "2", "3")), Number("column 2", d.Numbers(11, 14.9, 2)), Number("column 3", d.Numbers(0.7, 5.8, 2)), Number("column 4", d.Whole(70, 162)), Number("column 5", d.Whole(278, 1680))],
            Dialect = s_noHeader,
            Target = "column 1",
            Choices = [new DatasetChoices { Target = "column 1" }],
            Told = [("task", "column 1")],
        };
        yield return Adult();
        var m = new Draws(2, 400);
        yield return new("mushrooms: all letters, class first, no header")
        {
            FileName = "agaricus-lepiota.data",
            Columns =
            [
                Category("column 1", m.Words("e", "p")), Category("column 2", m.Words("x", "b", "s", "f", "k", "c")), Category("column 3", m.Words("s", "y", "f", "g")), Category("column 4", m.Words("t", "f")),
                Category("column 5", m.Words("e", "c", "b", "r")).Missing("?", 3, 2), Ignored("column 6", m.Each(_ => "p")), Category("column 7", m.Words("s", "n", "a", "v", "y")),
            ],
            Dialect = s_noHeader,
            Target = "column 1",
            Choices = [new DatasetChoices { Target = "1" }],
            Told = [("missing-words", "column 5"), ("constant", "column 6")],
        };
        yield return new("car evaluation: words and numbers mixed, no header")
        {
            FileName = "car.data",
            Columns =
            [
                Category("column 1", m.Words("vhigh", "high", "med", "low")), Category("column 2", m.Words("vhigh", "high", "med", "low")), Category("column 3", m.Words("2", "3", "4", "5more")),
                Category("column 4", m.Words("2", "4", "more")), Category("column 5", m.Words("small", "med", "big")), Category("column 6", m.Mostly(0.7, "unacc", "acc", "good", "vgood")),
            ],
            Dialect = s_noHeader,
            Target = "column 6",
        };
        yield return new("letter recognition: 26 letters first, no header")
        {
            Columns = [Category("column 1", new Draws(3, 900).Words([.. Enumerable.Range('A', 26).Select(c => ((char)c).ToString())])), .. Enumerable.Range(2, 16).Select(i => Number($"column {i}", new Draws(i, 900).Whole(0, 15)))],
            Dialect = s_noHeader,
            Target = "column 1",
            Choices = [new DatasetChoices { Target = "column 1" }],
        };
        yield return new("letters coded 0 to 25")
        {
            Columns = [Number("x-box", new Draws(4, 900).Whole(0, 15)), Number("y-box", new Draws(5, 900).Whole(0, 15)), Category("letter", new Draws(6, 900).Words([.. Enumerable.Range(0, 26).Select(i => $"{i}")]))],
            Target = "letter",
            ToldFirst = [("task", "letter")],
            Choices = ["Predict it as classes"],
        };
        yield return new("poker: ten classes coded 0 to 9, most of them rare, no header")
        {
            FileName = "poker-hand-training-true.data",
            Columns = [.. Enumerable.Range(1, 10).Select(i => Number($"column {i}", new Draws(i, 600).Whole(1, i % 2 == 1 ? 4 : 13))), Category("column 11", new Draws(7, 600).Mostly(0.6, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"))],
            Dialect = s_noHeader,
            Target = "column 11",
            Told = [("task", "column 11")],
        };
        yield return new("breast cancer, diagnostic: id and class first, no header")
        {
            FileName = "wdbc.data",
            Columns = [Words("column 1", m.Codes("", 7)), Category("column 2", m.Words("M", "B")), Number("column 3", m.Numbers(6.9, 28, 2)), Number("column 4", m.Numbers(9, 40, 2)), Number("column 5", m.Numbers(0.05, 0.16, 5))],
            Dialect = s_noHeader,
            Target = "column 2",
            Choices = [new DatasetChoices { Target = "column 2" }],
            Told = [("id", "column 1")],
        };
        yield return new("breast cancer, original: id first, question marks, classes 2 and 4")
        {
            Columns = [Words("Sample code number", m.Codes("", 7)), Number("Clump Thickness", m.Whole(1, 10)), Number("Bare Nuclei", m.Whole(1, 10)).Missing("?", 40, 7), Number("Mitoses", m.Whole(1, 10)), Category("Class", m.Words("2", "4"))],
            Target = "Class",
            Told = [("id", "Sample code number"), ("missing-words", "Bare Nuclei")],
        };
        yield return Titanic();
        yield return Bank();
        yield return new("glass: id, then oxides, then a type with a gap")
        {
            Columns = [Ignored("Id", d.Each(i => $"{i + 1}")), Number("RI", d.Numbers(1.51, 1.53, 5)), Number("Na", d.Numbers(10, 17, 2)), Number("Ba", d.Skewed(0, 3)), Category("Type", d.Words("1", "2", "3", "5", "6", "7"))],
            Target = "Type",
            Told = [("index", "Id"), ("task", "Type")],
        };
        yield return new("diabetes: 0 and 1")
        {
            Columns = [Number("Pregnancies", m.Whole(0, 17)), Number("Glucose", m.Whole(44, 199)), Number("BMI", m.Numbers(18, 67)), Number("DiabetesPedigreeFunction", m.Numbers(0.07, 2.4, 3)), Number("Age", m.Whole(21, 81)), Category("Outcome", m.Words("0", "1"))],
            Target = "Outcome",
            Told = [("task", "Outcome")],
        };
        yield return new("spam: id, sentence, class")
        {
            Columns = [Category("v1", m.Mostly(0.8, "ham", "spam")), Number("length", m.Whole(10, 160)), Number("digits", m.Whole(0, 12)), Words("v2", m.Sentences())],
            Target = "v1",
            Choices = [new DatasetChoices { Target = "v1" }],
            Told = [("text", "v2")],
        };
    }

    private static CorpusTable Adult()
    {
        var d = new Draws(8, 600);
        return new("adult: spaces after commas, question marks, classes with a point")
        {
            FileName = "adult.data",
            Columns =
            [
                Number("column 1", d.Whole(17, 90)), Category("column 2", d.Mostly(0.7, "Private", "Self-emp-not-inc", "Local-gov", "State-gov")).Missing("?", 17, 3), Number("column 3", d.Whole(12_285, 1_484_705)),
                Category("column 4", d.Words("Bachelors", "HS-grad", "11th", "Masters")), Number("column 5", d.Whole(1, 16)), Number("column 6", d.Skewed(0, 99_999, 0)), Category("column 7", d.Mostly(0.9, "United-States", "Mexico", "Cuba")).Missing("?", 50, 4),
                Category("column 8", d.Mostly(0.75, "<=50K.", ">50K.")),
            ],
            Dialect = s_noHeader with { Delimiter = ", ", After = "\n" },
            Target = "column 8",
            Told = [("missing-words", "column 2"), ("missing-words", "column 7")],
        };
    }

    private static CorpusTable Titanic()
    {
        var d = new Draws(9, 891);
        return new("titanic: names with commas, an index, cabins mostly missing")
        {
            FileName = "train.csv",
            Columns =
            [
                Ignored("PassengerId", d.Each(i => $"{i + 1}")), Category("Survived", d.Words("0", "1")), Number("Pclass", d.Whole(1, 3)), Words("Name", d.People().Select(name => name + " \"Nick\"")), Category("Sex", d.Words("male", "female")),
                Number("Age", d.Numbers(0.42, 80)).Missing("", 5, 2), Number("SibSp", d.Whole(0, 8)), Number("Parch", d.Whole(0, 6)), Words("Ticket", d.Codes("", 6).Select((code, i) => i % 4 == 0 ? "PC " + code : code)),
                Number("Fare", d.Skewed(0, 512, 4)), Words("Cabin", d.Codes("C", 3)).Write((cell, i) => i % 4 == 0 ? cell : ""), Category("Embarked", d.Words("S", "C", "Q")).Missing("", 300, 61),
            ],
            Dialect = new() { LineEnd = "\r\n" },
            Target = "Survived",
            Choices = [new DatasetChoices { Target = "Survived" }],
            Told = [("index", "PassengerId"), ("text", "Name"), ("text", "Ticket"), ("text", "Cabin"), ("task", "Survived")],
        };
    }

    private static CorpusTable Bank()
    {
        var d = new Draws(10, 700);
        return new("bank marketing: semicolons, quotes, unknown as a category, 999 for never")
        {
            FileName = "bank-additional.csv",
            Columns =
            [
                Number("age", d.Whole(18, 95)), Category("job", d.Words("admin.", "blue-collar", "technician", "unknown")), Category("housing", d.Words("yes", "no", "unknown")), Number("campaign", d.Whole(1, 40)),
                Number("pdays", d.Whole(0, 21)).Missing("999", 10).Missing("999", 10, 1).Missing("999", 10, 2).Missing("999", 10, 3).Missing("999", 10, 4).Missing("999", 10, 5).Missing("999", 10, 6),
                Number("emp.var.rate", d.Numbers(-3.4, 1.4)), Category("y", d.Mostly(0.88, "no", "yes")),
            ],
            Dialect = new() { Delimiter = ";", QuotesTexts = true },
            Target = "y",
            ToldFirst = [("sentinel", "pdays")],
            Choices = ["Treat 999 as missing"],
        };
    }
}
