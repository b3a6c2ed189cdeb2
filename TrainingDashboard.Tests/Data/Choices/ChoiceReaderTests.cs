using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data.Choices;

public sealed class ChoiceReaderTests
{
    [Fact]
    public void Column_OfSeveralWords_IsAllThatIsSaid()
    {
        var reader = new ChoiceReader();
        reader.SetColumn("price", "numeric, median, comma, missing:-200, missing:n. b.");
        reader.SetColumn("day", "date,monthFirst");
        var columns = reader.Finish().Columns!;

        var price = columns["price"];
        Assert.Equal((ColumnType.Numeric, MissingRule.Median, ","), (price.Type, price.Missing, price.Decimal));
        Assert.Equal(["-200", "n. b."], price.AlsoMissing);
        Assert.Equal((ColumnType.Date, DateOrder.MonthFirst), (columns["day"].Type, columns["day"].DateOrder));
    }

    [Theory]
    [InlineData("backslash", "\\")]
    [InlineData("\\", "\\")]
    [InlineData("none", "")]
    public void Escape_ByItsNameOrItself_IsTaken(string value, string expected) => Assert.Equal(expected, Read("escape", value).Escape);

    [Fact]
    public void SkipRows_IsANumber()
    {
        Assert.Equal(2, Read("skipRows", "2").SkipRows);
        Assert.Equal("skipRows", Assert.Throws<InvalidInputException>(() => Read("skipRows", "two")).Errors[0].Field);
    }

    [Theory]
    [InlineData("semicolon")]
    [InlineData("missing:")]
    public void Column_OtherWord_IsRefused(string word)
    {
        var reader = new ChoiceReader();
        reader.SetColumn("a", word);

        Assert.Equal("columns.a", Assert.Throws<InvalidInputException>(() => reader.Finish()).Errors[0].Field);
    }

    [Fact]
    public void Over_KeepsWhatOnlyTheOtherOneSays()
    {
        var before = new DatasetChoices { Escape = "\\", SkipRows = 1, Columns = new Dictionary<string, ColumnChoices> { ["a"] = new() { Decimal = ",", AlsoMissing = ["x"] } } };
        var after = new DatasetChoices { SkipRows = 0, Columns = new Dictionary<string, ColumnChoices> { ["a"] = ColumnType.Numeric } }.Over(before);

        Assert.Equal(("\\", 0), (after.Escape, after.SkipRows));
        Assert.Equal((ColumnType.Numeric, ","), (after.Columns!["a"].Type, after.Columns["a"].Decimal));
        Assert.Equal(["x"], after.Columns["a"].AlsoMissing);
    }

    private static DatasetChoices Read(string field, string value)
    {
        var reader = new ChoiceReader();
        reader.Set(field, value);
        return reader.Finish();
    }
}
