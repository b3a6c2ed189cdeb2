using TrainingDashboard.Training.Inspection;

namespace TrainingDashboard.Tests.Inspection;

public sealed class HistogramTests
{
    [Fact]
    public void Values_AreCountedInEquallyWidePartsEachOnce()
    {
        var values = Enumerable.Range(0, Histogram.Parts * 10).Select(i => (float)i).ToArray();

        var histogram = Histogram.Of(values);

        Assert.Equal((values.Length, 0, 0.0, values.Length - 1.0), (histogram.Count, histogram.NotFinite, histogram.Minimum, histogram.Maximum));
        Assert.Equal((values.Length - 1) / 2.0, histogram.Mean, 9);
        Assert.Equal(Math.Sqrt((Math.Pow(values.Length, 2) - 1) / 12), histogram.Deviation, 6);
        Assert.Equal(Enumerable.Repeat(10L, Histogram.Parts), histogram.Counts);
    }

    [Fact]
    public void Values_ThatAreNotFinite_AreCountedApart()
    {
        var histogram = Histogram.Of([1, float.NaN, 3, float.PositiveInfinity, float.NegativeInfinity]);

        Assert.Equal((5, 3, 1.0, 3.0, 2.0, 2L), (histogram.Count, histogram.NotFinite, histogram.Minimum, histogram.Maximum, histogram.Mean, histogram.Counts.Sum()));
    }

    [Fact]
    public void Values_ThatAreAllEqualOrTooLargeToSquareOrNone_HaveAHistogramToo()
    {
        Assert.Equal([3L], Histogram.Of([2, 2, 2]).Counts);
        Assert.Equal(2, Histogram.Of([-1e30f, 1e30f]).Counts.Sum());
        Assert.Empty(Histogram.Of([float.NaN]).Counts);
        Assert.Empty(Histogram.Of([]).Counts);
    }
}
