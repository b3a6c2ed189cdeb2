using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Tests.Components;

public sealed class FormatTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0")]
    [InlineData(0.06123456, "0.0612")]
    [InlineData(0.9784, "0.9784")]
    [InlineData(12.3456, "12.35")]
    [InlineData(0.00012345, "1.23e-4")]
    [InlineData(12_345_678.0, "1.23e7")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Number_AnyValue_HasFourDigitsAtMost(double? value, string expected)
        => Assert.Equal(expected, Format.Number(value));

    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.04, "40 ms")]
    [InlineData(6.0, "6 s")]
    [InlineData(59.0, "59 s")]
    [InlineData(200.0, "3 m 20 s")]
    [InlineData(7_500.0, "2 h 5 m")]
    [InlineData(90_000.0, "1 d 1 h")]
    [InlineData(double.PositiveInfinity, "–")]
    [InlineData(1e300, "> 999 d")]
    public void Duration_AnyLength_ShowsItsTwoLargestUnits(double? seconds, string expected)
        => Assert.Equal(expected, Format.Duration(seconds));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(2_483_398, "2.5 MB")]
    public void Bytes_AnySize_ShowsTheUnitThatSuits(long bytes, string expected)
        => Assert.Equal(expected, Format.Bytes(bytes));
}
