using System.Globalization;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Csv;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data.Tables;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Read_EachDelimiter_IsDetected(char delimiter)
    {
        var table = Csv.Read("a,b,c\n1,2,x\n3,4,y\n5,6,x\n".Replace(',', delimiter));

        Assert.Equal(["a", "b", "c"], table.Columns.Select(c => c.Name));
        Assert.Equal([1, 3, 5], table.Columns[0].Numbers);
        Assert.Equal(["x", "y"], table.Target.Levels);
    }

    [Fact]
    public void Read_CommasInsideCells_DoNotHideTheSemicolon()
    {
        var table = Csv.Read("name;n\n\"a, b\";1\n\"c, d\";2\n");

        Assert.Equal(["name", "n"], table.Columns.Select(c => c.Name));
    }

    [Theory]
    [InlineData("1,2,x\n3,4,y\n", false)]
    [InlineData("a,b,c\n1,2,x\n3,4,y\n", true)]
    [InlineData("colour,size,kind\nred,big,a\nblue,small,b\nred,small,a\n", true)]
    [InlineData("red,big,a\nblue,small,b\nred,small,a\n", false)]
    [InlineData("?,big,a\n1,small,b\n2,small,a\n", false)]
    [InlineData(",b,c\n1,2,x\n2,4,y\n", true)]
    public void Read_Header_IsDetected(string text, bool expected) =>
        Assert.Equal(expected ? text.Count(c => c == '\n') - 1 : text.Count(c => c == '\n'), Csv.Read(text).RowCount);

    [Fact]
    public void Read_HeaderGiven_IsBelieved()
    {
        Assert.Equal("1", Csv.Read("1,2\n3,4\n5,6\n", new DatasetChoices { HasHeader = true }).Columns[0].Name);
        Assert.Equal(3, Csv.Read("a,b\n1,x\n3,y\n", new DatasetChoices { HasHeader = false }).RowCount);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Read_QuotesCommentsBlankLinesAndMark_AreUnderstood(string lineEnd)
    {
        var text = "\uFEFF# a comment, with \"quotes\n\na, \"b \"\"x\"\"\" ,kind\n1,2,\"p, q\"\n   \n# more\n3,?,\"two\nlines\"\n5,,\"é ü 漢\"\n7,8,two";
        var table = Csv.Read(text.Replace("\n", lineEnd));

        Assert.Equal(["a", "b \"x\"", "kind"], table.Columns.Select(c => c.Name));
        Assert.Equal([1, 3, 5, 7], table.Columns[0].Numbers);
        Assert.Equal([2, double.NaN, double.NaN, 8], table.Columns[1].Numbers);
        Assert.Equal(2, table.Columns[1].MissingCount);
        Assert.Equal(["p, q", "two", "two\nlines", "é ü 漢"], table.Target.Levels);
    }

    [Fact]
    public void Read_NumbersInEveryNotation_AreReadAlikeInEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = comma;
            Assert.Equal([1.5, -2, 0.0003, 4e10], Csv.Read("1.5,a\n-2,b\n3e-4,a\n\"+4E10\",b\n").Columns[0].Numbers);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("b")]
    [InlineData("2")]
    public void Read_TargetByNameOrNumber_IsTaken(string target) =>
        Assert.Equal("b", Csv.Read("a,b,c\n1,x,9\n2,y,8\n", new DatasetChoices { Target = target }).Target.Name);

    [Fact]
    public void Read_UnknownColumns_AreAllNamed()
    {
        var options = new DatasetChoices { Target = "nope", Columns = new Dictionary<string, ColumnChoices> { ["no"] = ColumnType.Ignored } };
        var fault = Assert.Throws<InvalidInputException>(() => Csv.Read("a,b\n1,x\n2,y\n", options));

        Assert.Equal(["columns.no", "target"], fault.Errors.Select(e => e.Field));
    }

    [Fact]
    public void Read_OtherDelimiter_IsRefused() =>
        Assert.Equal("delimiter", Assert.Throws<InvalidInputException>(() => Csv.Read("a b", new DatasetChoices { Delimiter = "~" })).Errors[0].Field);

    [Theory]
    [InlineData("0 1 2 0 1 2 0 1 2", TableTask.Classification)]
    [InlineData("0 1 0 1", TableTask.Classification)]
    [InlineData("1 2 3 4 5 6 7 8 9", TableTask.Regression)]
    [InlineData("0.5 1 0.5 1 0.5 1", TableTask.Regression)]
    [InlineData("a b a b", TableTask.Classification)]
    [InlineData("1 2 a b", TableTask.Classification)]
    public void Read_Target_TellsTheTask(string targets, TableTask expected) =>
        Assert.Equal(expected, Csv.Read(string.Concat(targets.Split(' ').Select((t, i) => $"{i}.5,{t}\n"))).Task);

    [Fact]
    public void Read_TaskGiven_IsBelieved()
    {
        const string text = "1,0\n2,1\n3,0\n4,1\n";

        Assert.Equal(TableTask.Regression, Csv.Read(text, new DatasetChoices { Task = TableTask.Regression }).Task);
        Assert.Equal(["0", "0.5"], Csv.Read("1,0.5\n2,0\n3,0.5\n", new DatasetChoices { Task = TableTask.Classification }).Target.Levels);
    }

    [Fact]
    public void Read_NumericClasses_AreOrderedAndMergedByNumber()
    {
        var target = Csv.Read("1,10\n2,9\n3,9.0\n4,10\n5,9\n6,10\n", new DatasetChoices { Task = TableTask.Classification }).Target;

        Assert.Equal(["9", "10"], target.Levels);
        Assert.Equal([1, 0, 0, 1, 0, 1], target.Codes.Select(c => (int)c));
    }

    [Fact]
    public void Read_MixedColumnWithFewValues_IsCategorical() =>
        Assert.Equal(ColumnType.Categorical, Csv.Read("1,a\nlow,b\n2,a\nhigh,b\n").Columns[0].Type);

    [Fact]
    public void Read_MarkedColumns_AreReadAsMarked()
    {
        var options = new DatasetChoices { Columns = new Dictionary<string, ColumnChoices> { ["id"] = ColumnType.Ignored, ["size"] = ColumnType.Categorical } };
        var text = "id,size,n,kind\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"name {i},{i % 3},{i},{i % 2}\n"));
        var table = Csv.Read(text, options);

        Assert.Equal([ColumnType.Ignored, ColumnType.Categorical, ColumnType.Numeric, ColumnType.Categorical], table.Columns.Select(c => c.Type));
        Assert.Equal(4, table.Prepare(0.2, 1).Shape.Size);
        Assert.Equal("name 9", table.Head[9][0]);
    }

    [Fact]
    public void Read_ColumnWithoutValues_IsIgnored() =>
        Assert.Equal(ColumnType.Ignored, Csv.Read("1,,a\n2,?,b\n").Columns[1].Type);

    [Fact]
    public void Read_LongerThanManyWindows_IsReadWholly()
    {
        var table = Csv.Read("a,b,c\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i},\"text, {i % 7}\",{i % 2}\r\n")));

        Assert.Equal(40_000, table.RowCount);
        Assert.Equal(Enumerable.Range(0, 40_000).Select(i => (double)i), table.Columns[0].Numbers);
        Assert.Equal(7, table.Columns[1].Levels.Count);
    }

    [Fact]
    public void Read_Cancelled_Stops()
    {
        Assert.Throws<OperationCanceledException>(() => CsvTable.Read(() => new MemoryStream("1,a\n2,b\n"u8.ToArray()), "t", null, null, new CancellationToken(canceled: true)));
    }

    [SharedDataFact]
    public void Read_Iris_Is150RowsOf4FeaturesAnd3Classes()
    {
        var data = CsvTable.Read(() => File.OpenRead(SharedData.PathOf("iris.csv")), "iris.csv").Prepare(0.2, 1);

        Assert.Equal((150, 4), (data.Count, data.Shape.Size));
        Assert.Equal(3, data.ClassNames.Count);
        Assert.Equal([10, 10, 10], Enumerable.Range(0, 3).Select(c => data.ValidationRows.Count(r => data.Labels[r] == c)));
    }

    [SharedDataFact]
    public void Read_Banknote_Is1372RowsOf4FeaturesAnd2Classes()
    {
        var table = CsvTable.Read(() => File.OpenRead(SharedData.PathOf("banknote.csv")), "banknote.csv");

        Assert.Equal((1372, TableTask.Classification), (table.RowCount, table.Task));
        Assert.Equal(["0", "1"], table.Target.Levels);
        Assert.Equal(4, table.Prepare(0.2, 1).Shape.Size);
    }
}
