using System.Text;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Tests.Data.Tables;

/// <summary>Every broken file is refused with the exact place.</summary>
public sealed class CsvRefusalTests
{
    [Theory]
    [InlineData("", 1, 1, "holds no row")]
    [InlineData("# only a comment\n\n", 1, 1, "holds no row")]
    [InlineData("a\n1\n2\n", 1, 1, "two columns")]
    [InlineData("a,b\n1,x\n", 3, 1, "at least 2 rows")]
    [InlineData("a,b\n1,x\n2,y,z\n3,x\n", 3, 3, "this one has 3")]
    [InlineData("a,b,c\n1,2,x\n\n# c\n2,y\n3,4,y\n", 5, 3, "this one has 2")]
    [InlineData("a,b\n1,\"x\n2,y\n3,z\n", 2, 2, "to be closed")]
    [InlineData("a,b\n1,x\n2,\"two\nlines\"\n3,\"open\n\n\n", 5, 2, "to be closed")]
    [InlineData("a,b\n1,x\n2,\"y\"z\n", 3, 2, "after the closing quote")]
    [InlineData("a,b\n1,x\n2,\"y\"\"\n", 3, 2, "to be closed")]
    [InlineData("a,b\n1,x\n\"2\" \"3\",y\n", 3, 1, "after the closing quote")]
    [InlineData("a,b\n1,x\n2,y\0\n", 3, 2, "0x00")]
    [InlineData("a,b\n1,x\n2,\"y\u0001\"\n", 3, 2, "0x01")]
    [InlineData("PK\u0003\u0004\u0014\0\0\0", 1, 1, "binary")]
    [InlineData("a,b\n,x\n?,y\n", 2, 1, "a column to learn from")]
    public void Read_BrokenFile_IsRefusedAtItsPlace(string text, int line, int column, string reason)
    {
        // What comes first must be taken for a header even where the rest is broken.
        var options = new DatasetChoices { HasHeader = text.StartsWith('a') };
        var refusal = Csv.Refusal(text, options);

        Assert.Equal((line, column), (refusal.Line, refusal.Column));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twelve", "Expected a number in the column 'a'")]
    [InlineData("1,5", "'1,5' came")]
    [InlineData("Infinity", "finite number")]
    [InlineData("-inf", "finite number")]
    [InlineData("1e999", "finite number")]
    [InlineData("-1e39", "finite number")]
    [InlineData("0x10", "'0x10' came")]
    [InlineData("1.2.3", "'1.2.3' came")]
    public void Read_OtherThanANumberInANumericColumn_IsRefusedThere(string cell, string reason)
    {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 200; i++)
            text.Append(i == 150 ? $"\"{cell}\"" : $"{i}.5").Append(i % 2 == 0 ? ",x\n" : ",y\n");
        var refusal = Csv.Refusal(text.ToString());

        Assert.Equal((152, 1), (refusal.Line, refusal.Column));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,x\n2,x\n3,x\n")]
    [InlineData("a,b\n1,5\n2,5\n")]
    public void Read_ConstantTargetChosen_IsRefusedThere(string text)
    {
        var refusal = Csv.Refusal(text, new DatasetChoices { Target = "b" });

        Assert.Equal((2, 2), Place(refusal));
        Assert.Contains("every row has the same", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StrayCell_OffersWhatWouldMakeTheTableReadable()
    {
        var text = "a,z,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i == 7 ? "inf" : $"{i % 9}.5")},{i * 7 % 40},{i % 2}\n"));
        var refusal = Assert.Throws<DatasetFormatException>(() => Csv.Read(text));

        Assert.Equal(["Treat 'inf' as missing", "Read it as categories", "Leave it out"], refusal.Offers.Select(offer => offer.Label));
        Assert.Equal(
            [(ColumnType.Numeric, 1), (ColumnType.Categorical, 0), (ColumnType.Ignored, 0)],
            refusal.Offers.Select(offer => Csv.Read(text, offer.Choices).Columns[0]).Select(column => (column.Type, column.MissingCount)));
    }

    [Fact]
    public void Read_MarkedNumericWithText_IsRefusedThere()
    {
        var options = new DatasetChoices { Columns = new Dictionary<string, ColumnChoices> { ["1"] = ColumnType.Numeric } };

        Assert.Equal((2, 1), Place(Csv.Refusal("1,x\nlow,y\nhigh,x\n", options)));
    }

    [Fact]
    public void Read_TextTargetForRegression_IsRefusedThere() =>
        Assert.Equal((2, 2), Place(Csv.Refusal("1,3\n2,y\n3,z\n", new DatasetChoices { Task = TableTask.Regression })));

    [Fact]
    public void Read_TooManyCategoriesChosen_IsRefusedAtTheFirstTooMany()
    {
        var choices = new DatasetChoices { Columns = new Dictionary<string, ColumnChoices> { ["name"] = ColumnType.Categorical } };
        var refusal = Csv.Refusal("name,k\n" + string.Concat(Enumerable.Range(0, 1_500).Select(i => $"n{i},{i % 2}\n")), choices);

        Assert.Equal((1_002, 1), Place(refusal));
        Assert.Contains("'n1000' is one more", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyClasses_IsRefusedAtTheFirstTooMany()
    {
        var text = string.Concat(Enumerable.Range(0, 2_002).Select(i => $"{i},c{i}\n"));

        Assert.Equal((1_001, 2), Place(Csv.Refusal(text, new DatasetChoices { Target = "2" })));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'1', (byte)',', 0xC3, (byte)'\n' }, 3, 2)]
    [InlineData(new byte[] { 0xE9, (byte)',', (byte)'x', (byte)'\n' }, 3, 1)]
    [InlineData(new byte[] { (byte)'1', (byte)',', 0xED, 0xA0, 0x80, (byte)'\n' }, 3, 2)]
    public void Read_NotUtf8_IsRefusedAtTheCell(byte[] bad, int line, int column)
    {
        // sound UTF-8 before it says that the file is meant to be UTF-8
        var refusal = Csv.Refusal([.. "a,b\n1,é\n"u8, .. bad, .. "3,y\n"u8]);

        Assert.Equal((line, column), Place(refusal));
        Assert.Contains("UTF-8", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChosenEncodingThatTheFileIsNotIn_IsRefused() =>
        Assert.Contains("encoding that was chosen", Csv.Refusal([.. "a,b\n1,2\n3,4\n"u8, 0x00], new DatasetChoices { Encoding = TextEncoding.Utf16 }).Reason, StringComparison.Ordinal);

    [Fact]
    public void Read_BeyondLimits_IsRefused()
    {
        const string text = "1,2,x\n3,4,y\n5,6,x\n7,8,y\n";

        Assert.Equal((3, 1), Place(Csv.Refusal(text, limits: new DatasetLimits { MaxRows = 2 })));
        Assert.Equal((3, 1), Place(Csv.Refusal(text, limits: new DatasetLimits { MaxCells = 8 })));
        Assert.Equal((1, 3), Place(Csv.Refusal(text, limits: new DatasetLimits { MaxColumns = 2 })));
        Assert.Equal((1, 1), Place(Csv.Refusal(text, limits: new DatasetLimits { MinRows = 2, MaxPreparedValues = 7 })));
        Assert.Equal((2, 2), Place(Csv.Refusal("1,x\n2,abcdef\n", limits: new DatasetLimits { MaxCellBytes = 5 })));
    }

    [Fact]
    public void Read_QuoteNeverClosedInALargeFile_IsRefusedWhereItOpens()
    {
        var refusal = Csv.Refusal("a,b\n1,x\n2,\"" + string.Concat(Enumerable.Repeat("lorem,ipsum\n", 100_000)));

        Assert.Equal((3, 2), Place(refusal));
        Assert.Contains("quote that opens here", refusal.Reason, StringComparison.Ordinal);
    }

    private static (int Line, int Column) Place((int Line, int Column, string Reason) refusal) => (refusal.Line, refusal.Column);
}
