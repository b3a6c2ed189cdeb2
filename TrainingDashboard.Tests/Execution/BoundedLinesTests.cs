using TrainingDashboard.Training.Execution.Children;
using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Tests.Execution;

public sealed class BoundedLinesTests
{
    [Theory]
    [InlineData("a\nb\r\nc\rd", new[] { "a", "b", "c", "d" })]
    [InlineData("\n\r\n", new[] { "", "" })]
    [InlineData("a\r", new[] { "a" })]
    [InlineData("", new string[0])]
    public void Text_InPiecesOfAnySize_IsCutIntoTheSameLines(string text, string[] expected)
    {
        for (var size = 1; size <= text.Length + 1; size++)
        {
            var lines = new List<string>();
            var cutter = new BoundedLines(lines.Add);
            for (var at = 0; at < text.Length; at += size)
                cutter.Take(text.AsSpan(at, Math.Min(size, text.Length - at)));
            cutter.Finish();
            Assert.Equal(expected, lines);
        }
    }

    [Fact]
    public void Line_ThatIsTooLong_IsToldToItsLimitWithWhatWasLeftOut()
    {
        var lines = new List<string>();
        var cutter = new BoundedLines(lines.Add);

        for (var i = 0; i < 100; i++)
            cutter.Take(new string('x', 1_000));
        Assert.Equal([new string('x', LogEvent.MaximumLength)], lines);
        cutter.Take("\nnext\n" + new string('y', LogEvent.MaximumLength - 1) + "😀z\n");
        cutter.Finish();

        Assert.Equal(["(92,000 further characters of this line were left out.)", "next", new string('y', LogEvent.MaximumLength - 1), "(3 further characters of this line were left out.)"], lines[1..]);
    }
}
