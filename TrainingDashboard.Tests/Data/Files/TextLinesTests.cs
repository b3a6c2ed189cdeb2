using System.Text;
using TrainingDashboard.Training.Data.Files;

namespace TrainingDashboard.Tests.Data.Files;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Read_FromTheMiddle_HasNumbersAndTexts(string end)
    {
        var text = string.Join(end, Enumerable.Range(1, 30_000).Select(i => i % 10 == 0 ? "" : $"line {i}"));

        Assert.Equal(
            [new(20_009, "line 20009"), new(20_010, ""), new(20_011, "line 20011")],
            TextLines.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), 20_009, 3));
    }

    [Fact]
    public void Read_EndAndLongLines_AreCutWhereTheyMustBe()
    {
        var lines = TextLines.Read(new MemoryStream(Encoding.UTF8.GetBytes("short\n" + new string('é', 5_000) + "\nlast")), 2, 10);

        Assert.Equal([2, 3], lines.Select(line => line.Number));
        Assert.Equal(401, lines[0].Text.Length);
        Assert.Equal("last", lines[1].Text);
        Assert.Empty(TextLines.Read(new MemoryStream("a\nb"u8.ToArray()), 5, 3));
    }
}
