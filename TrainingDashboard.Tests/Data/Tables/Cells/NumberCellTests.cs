using System.Text;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Tests.Data.Tables.Cells;

public sealed class NumberCellTests
{
    [Theory]
    [InlineData("12", "Plain", 12)]
    [InlineData("-0.5e3", "Plain", -500)]
    [InlineData(".5", "Plain", 0.5)]
    [InlineData("1,234", "Grouped", 1_234)]
    [InlineData("12,34,567.5", "Grouped", 1_234_567.5)]
    [InlineData("1 234", "Grouped", 1_234)]
    [InlineData("1\u202F234", "Grouped", 1_234)]
    [InlineData("1’234.5", "Grouped", 1_234.5)]
    [InlineData("45%", "Percent", 45)]
    [InlineData("-$1,200.50", "Currency", -1_200.5)]
    [InlineData("€ 12", "Currency", 12)]
    [InlineData("(1,234.50)", "Parentheses", -1_234.5)]
    [InlineData("($12)", "Parentheses", -12)]
    [InlineData("$(12)", "Parentheses", -12)]
    [InlineData("(5%)", "Parentheses", -5)]
    [InlineData("\u22123.5", "Minus", -3.5)]
    [InlineData("90-", "Minus", -90)]
    [InlineData("1.1M", "Magnitude", 1_100_000)]
    [InlineData("$4.35K", "Magnitude", 4_350)]
    [InlineData("-2B", "Magnitude", -2_000_000_000)]
    public void Read_EachNotation_IsItsNumber(string text, string form, double expected)
    {
        Assert.Equal(form, NumberCell.Read(Encoding.UTF8.GetBytes(text), (byte)'.', out var value).ToString());
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1,23,45")]
    [InlineData("123,45,678")]
    [InlineData("1,234,56")]
    [InlineData("(12")]
    [InlineData("()")]
    [InlineData("(-12)")]
    [InlineData("((12))")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("K")]
    [InlineData("-M")]
    [InlineData("71053B")]
    [InlineData("1e5K")]
    [InlineData("12kg")]
    [InlineData("%")]
    [InlineData("$")]
    [InlineData("€")]
    [InlineData("\u2212")]
    [InlineData("\u00A0")]
    [InlineData("1-2")]
    public void Read_NoNumber_IsNone(string text)
    {
        Assert.Equal("None", NumberCell.Read(Encoding.UTF8.GetBytes(text), (byte)'.', out var value).ToString());
        Assert.Equal(double.NaN, value);
    }

    [Theory]
    [InlineData("3,50 €")]
    [InlineData("12,5 %")]
    [InlineData("(1,5)")]
    [InlineData("0,5")]
    public void Read_WithADecimalComma_IsAnOtherMark(string text) =>
        Assert.Equal("OtherMark", NumberCell.Read(Encoding.UTF8.GetBytes(text), (byte)'.', out _).ToString());

    [Theory]
    [InlineData("12 kg", "kg")]
    [InlineData("180cm", "cm")]
    [InlineData("-3.5 °C", "°C")]
    [InlineData("40 m2", "m2")]
    [InlineData("90 km/h", "km/h")]
    [InlineData("12", "")]
    [InlineData("0x1f", "")]
    [InlineData("kg", "")]
    [InlineData("2 to 3", "")]
    [InlineData("12-AB", "")]
    [InlineData("1.2.3.4", "")]
    public void Unit_IsWhatFollowsANumber(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(UnitCell.Of(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Read_AnyBytes_NeverFails()
    {
        var random = new Random(3);
        var alphabet = Encoding.UTF8.GetBytes("0123456789.,-+()$%KMB eE'€\u00A0\u2212kg");
        for (var i = 0; i < 200_000; i++)
        {
            var cell = new byte[random.Next(1, 12)];
            for (var at = 0; at < cell.Length; at++)
                cell[at] = random.Next(20) == 0 ? (byte)random.Next(33, 256) : alphabet[random.Next(alphabet.Length)];
            var form = NumberCell.Read(cell, i % 2 == 0 ? (byte)'.' : (byte)',', out var value);
            Assert.Equal(form is NumberForm.None or NumberForm.OtherMark or NumberForm.NotFinite, double.IsNaN(value));
            _ = UnitCell.Of(cell);
        }
    }
}
