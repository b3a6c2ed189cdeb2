using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Metrics;

public sealed class SeriesSummaryTests
{
    [Fact]
    public void Summary_OfFewPoints_IsThePoints()
    {
        var summary = new SeriesSummary(10);
        for (var step = 1; step <= 19; step++)
            summary.Add(step, step * 100, Math.Sin(step));

        Assert.Equal(19, summary.Count);
        Assert.Equal(Enumerable.Range(1, 19).Select(s => SeriesSummary.Bucket.Of(s, s * 100, Math.Sin(s))), summary.Buckets);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Summary_OfManyPoints_StaysSmallAndLosesNone(int buckets)
    {
        var summary = new SeriesSummary(buckets);
        for (var step = 1; step <= 10_007; step++)
        {
            summary.Add(step, step, step);
            Assert.True(summary.Buckets.Count < buckets * 2);
        }

        Assert.Equal(10_007, summary.Count);
        Assert.Equal(10_007, summary.Buckets.Sum(b => b.Points));
        Assert.Equal(1, summary.Buckets[0].FirstStep);
        Assert.Equal((10_007L, 10_007.0), (summary.Buckets[^1].Step, summary.Buckets[^1].Last));
        Assert.All(summary.Buckets.Zip(summary.Buckets.Skip(1)), pair => Assert.Equal(pair.First.Step + 1, pair.Second.FirstStep));
    }

    [Fact]
    public void Spike_OfOnePointInAMillion_StaysVisibleAtEveryZoom()
    {
        var summary = new SeriesSummary(100);
        for (var step = 1; step <= 1_000_000; step++)
            summary.Add(step, step, step switch { 123_457 => 1e9, 765_431 => -1e9, _ => 1 });

        foreach (var points in new[] { 1, 2, 10, 100, 199 })
        {
            var reduced = summary.Reduce(points);
            Assert.InRange(reduced.Count, 1, points);
            Assert.Equal((1e9, -1e9), (reduced.Max(b => b.Maximum), reduced.Min(b => b.Minimum)));
            Assert.Equal(1_000_000, reduced.Sum(b => b.Points));
        }
    }

    [Fact]
    public void NaN_LeavesTheExtremesAloneAndStaysTheLast()
    {
        var summary = new SeriesSummary(1);
        foreach (var (step, value) in new[] { (1, 2.0), (2, -3.0), (3, double.NaN) })
            summary.Add(step, step, value);

        var bucket = Assert.Single(summary.Buckets);
        Assert.Equal((-3.0, 2.0, double.NaN), (bucket.Minimum, bucket.Maximum, bucket.Last));
    }

    [Fact]
    public void Infinities_AreExtremes()
    {
        var summary = new SeriesSummary(1);
        summary.Add(1, 1, double.NegativeInfinity);
        summary.Add(2, 2, double.PositiveInfinity);

        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (summary.Buckets[0].Minimum, summary.Buckets[0].Maximum));
    }

    [Fact]
    public void Bucket_OfNothingButNaN_HasNaNAsExtremes()
    {
        var summary = new SeriesSummary(1);
        summary.Add(1, 1, double.NaN);
        summary.Add(2, 2, double.NaN);

        Assert.Equal((double.NaN, double.NaN), (summary.Buckets[0].Minimum, summary.Buckets[0].Maximum));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    [InlineData(10_000)]
    public void NotFinite_IsCountedPointByPointHoweverManyShareABucket(int buckets)
    {
        var summary = new SeriesSummary(buckets);
        for (var step = 1; step <= 9_999; step++)
            summary.Add(step, step, (step % 5) switch { 1 => double.NaN, 2 => double.PositiveInfinity, 3 => double.NegativeInfinity, _ => step });

        Assert.Equal(6_000, summary.Buckets.Sum(b => b.NotFinite));
        Assert.Equal(6_000, summary.Reduce(3).Sum(b => b.NotFinite));
        for (var step = 31; step <= 40; step++)
            summary.Add(step, step, 1);
        Assert.Equal(buckets < 10_000, summary.IsApproximate);
        if (!summary.IsApproximate)
            Assert.Equal(18, summary.Buckets.Sum(b => b.NotFinite));
    }

    [Fact]
    public void Step_ThatFalls_TakesTheAbandonedStretchBack()
    {
        var summary = new SeriesSummary(100);
        for (var step = 1; step <= 50; step++)
            summary.Add(step, step, 1);
        for (var step = 31; step <= 60; step++)
            summary.Add(step, step, 2);

        Assert.Equal(60, summary.Count);
        Assert.Equal(Enumerable.Range(1, 60).Select(s => (long)s), summary.Buckets.Select(b => b.Step));
        Assert.Equal(Enumerable.Range(1, 60).Select(s => s <= 30 ? 1.0 : 2.0), summary.Buckets.Select(b => b.Last));
    }

    [Fact]
    public void Step_ThatRepeats_IsKeptTwiceUnlessANewAttemptReportsIt()
    {
        var summary = new SeriesSummary(10);
        summary.Add(1, 1, 5, attempt: 1);
        summary.Add(1, 2, 6, attempt: 1);
        Assert.Equal([5, 6], summary.Buckets.Select(b => b.Last));

        summary.Add(1, 3, 7, attempt: 2);
        var bucket = Assert.Single(summary.Buckets);
        Assert.Equal((1L, 7.0, 7.0), (summary.Count, bucket.Maximum, bucket.Last));
    }

    [Fact]
    public void Step_ThatFallsIntoAMergedBucket_KeepsStepsRising()
    {
        var summary = new SeriesSummary(4);
        for (var step = 1; step <= 100; step++)
            summary.Add(step, step, 1);
        for (var step = 37; step <= 120; step++)
            summary.Add(step, step, 2);

        var steps = summary.Buckets.SelectMany(b => new[] { b.FirstStep, b.Step }).ToArray();
        Assert.Equal(steps.Order(), steps);
        Assert.Equal((120L, 2.0), (summary.Buckets[^1].Step, summary.Buckets[^1].Last));
        Assert.Equal((120L, 120L), (summary.Count, summary.Buckets.Sum(b => b.Points)));
        Assert.All(summary.Buckets.Where(b => b.FirstStep >= 37), b => Assert.Equal(2.0, b.Minimum));
    }

    [Fact]
    public void Reduce_ToNothing_IsRefused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesSummary().Reduce(0));
}
